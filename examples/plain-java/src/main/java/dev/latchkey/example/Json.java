package dev.latchkey.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.latchkey.http.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** JSON from a client. A missing field, an unknown one or one of another type is the client's error. */
record Json(JsonNode node, String where) {

    private static final int MAX_SHOWN = 64;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static Json parse(byte[] bytes) {
        try {
            return new Json(MAPPER.readTree(bytes), "the body");
        } catch (IOException e) {
            // The parser's message is not sent: it may quote the body.
            boolean duplicate = String.valueOf(e.getMessage()).startsWith("Duplicate field");
            throw new Failure(
                    ErrorCode.INVALID_ARGUMENT,
                    duplicate ? "the body has the same field twice" : "the body is not JSON in UTF-8");
        }
    }

    static String print(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return this object, after checking that it has only these fields} */
    Json withOnly(String... names) {
        List<String> known = List.of(names);
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new Failure(
                        ErrorCode.INVALID_ARGUMENT,
                        "unknown field " + shown(name) + " in " + where + "; known are " + String.join(", ", known));
            }
        });
        return this;
    }

    private static String shown(String name) {
        return name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "…";
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

    /** {@return the text, or empty if the field is not there} */
    Optional<String> optionalText(String name) {
        return node.has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /** {@return the texts of an object by their names; none if the field is not there} */
    Map<String, String> textsByName(String name) {
        if (!node.has(name)) {
            return Map.of();
        }
        Json object = object(name);
        Map<String, String> texts = new TreeMap<>();
        object.node.fieldNames().forEachRemaining(field -> texts.put(field, object.text(field)));
        return texts;
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
