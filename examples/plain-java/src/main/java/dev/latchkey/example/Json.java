package dev.latchkey.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.latchkey.http.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;

/** JSON that a client sent: what is not there, or of another type, is the client's error. */
record Json(JsonNode node, String where) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static Json parse(byte[] bytes) {
        try {
            return new Json(MAPPER.readTree(bytes), "the body");
        } catch (IOException e) {
            // What the parser says may hold part of the body.
            throw new Failure(ErrorCode.INVALID_ARGUMENT, "the body is not JSON");
        }
    }

    static String print(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    Json object(String name) {
        JsonNode child = node.path(name);
        if (!child.isObject()) {
            throw new Failure(ErrorCode.INVALID_ARGUMENT, name + " in " + where + " must be an object");
        }
        return new Json(child, name);
    }

    String text(String name) {
        return text(node.path(name), name);
    }

    List<String> texts(String name) {
        JsonNode child = node.path(name);
        if (!child.isArray() || child.isEmpty()) {
            throw new Failure(ErrorCode.INVALID_ARGUMENT, name + " in " + where + " must be a list of strings");
        }
        return StreamSupport.stream(child.spliterator(), false)
                .map(element -> text(element, name))
                .toList();
    }

    private String text(JsonNode child, String name) {
        if (!child.isTextual()) {
            throw new Failure(ErrorCode.INVALID_ARGUMENT, name + " in " + where + " must be a string");
        }
        return child.textValue();
    }
}
