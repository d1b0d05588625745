package dev.latchkey.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What crosses the wire, octet by octet: requests that HTTP clients do not send, and what they do not show of answers. */
class WireTest {

    @TempDir
    private Path folder;

    private ExampleService service;
    private String authorization;

    @BeforeEach
    void start() throws IOException {
        service = ExampleService.start(folder, 0);
        String password = service.workspaces().createIfMissing("mine", "Mine").orElseThrow();
        authorization = "Authorization: Basic "
                + Base64.getEncoder().encodeToString(("mine:" + password).getBytes(StandardCharsets.UTF_8)) + "\r\n";
    }

    @AfterEach
    void stop() {
        service.close();
    }

    /** {@return the whole answer; the request asks the server to close the connection after it} */
    private String send(String requestLine, String headers) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(service.url()).getPort())) {
            socket.getOutputStream()
                    .write((requestLine + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Headers and body leave in two packets; with Nagle's algorithm, the second waits for an acknowledgement. */
    @Test
    void the_server_sends_answers_without_delay() throws Exception {
        Method noDelay = Class.forName("sun.net.httpserver.ServerConfig").getDeclaredMethod("noDelay");
        noDelay.setAccessible(true);

        assertThat(noDelay.invoke(null)).isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1beta/access-tokens", "/v1beta/access-tokens/x", "/", "/v1beta/workspaces"})
    void head_is_answered_like_get_without_the_body(String path) throws Exception {
        String get = send("GET " + path, authorization);
        String head = send("HEAD " + path, authorization);

        assertThat(withoutDate(head)).isEqualTo(withoutDate(get.substring(0, get.indexOf("\r\n\r\n") + 4)));
    }

    private static String withoutDate(String answer) {
        return answer.replaceAll("(?i)Date: [^\r]*\r\n", "");
    }

    @Test
    void head_logs_nothing() throws Exception {
        List<LogRecord> logged = new ArrayList<>();
        Handler recorder = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(recorder);
        try {
            send("HEAD /v1beta/access-tokens", authorization);
            send("HEAD /nothing", "");
        } finally {
            root.removeHandler(recorder);
        }

        assertThat(logged).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%zz",
                "/v1beta/access-tokens/%zz",
                "/v1beta/access-tokens/%",
                "/v1beta/access-tokens?page_token=%zz",
                "/v1beta/access-tokens/%ed%a0%80",
                "/v1beta/access-tokens/%ff",
                "/v1beta/access-tokens/%00",
                "/v1beta/access-tokens?page_token=%00",
                "/v1beta/access-tokens?page_size=%ed%a0%80",
            })
    void a_target_that_is_not_percent_encoded_utf_8_is_a_bad_request(String target) throws Exception {
        assertThat(send("GET " + target, authorization)).startsWith("HTTP/1.1 400 Bad Request\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "{\"a\":\"\u0000\"}", "{\"a\":\"\u00ed\u00a0\u0080\"}", "{\"a\":\"\u00ff\"}"})
    void a_body_that_is_not_json_in_utf_8_is_a_bad_request(String body) throws Exception {
        String answer = send(
                "POST /v1beta/access-tokens", authorization + "Content-Length: " + body.length() + "\r\n\r\n" + body);

        assertThat(answer)
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .endsWith("{\"error\":\"the body is not JSON in UTF-8\",\"code\":3}");
    }
}
