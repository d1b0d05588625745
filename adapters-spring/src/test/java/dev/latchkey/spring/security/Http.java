package dev.latchkey.spring.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A client that sends headers exactly as they are written. */
record Http(int port) {

    private static final int TIMEOUT_MILLIS = 60_000;

    record Answer(int status, Map<String, List<String>> headers, String body) {

        String header(String name) {
            return String.join("\n", headers.getOrDefault(name, List.of()));
        }
    }

    Answer get(String path, String... headerLines) {
        return send("GET", path, headerLines);
    }

    Answer send(String method, String path, String... headerLines) {
        return exchange(method + " " + path, "", headerLines);
    }

    /** Sends a form. */
    Answer post(String path, String form, String... headerLines) {
        String[] all = Arrays.copyOf(headerLines, headerLines.length + 1);
        all[headerLines.length] = "Content-Type: application/x-www-form-urlencoded";
        return exchange("POST " + path, form, all);
    }

    private Answer exchange(String begin, String body, String... headerLines) {
        String request = begin
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n"
                + List.of(headerLines).stream().map(line -> line + "\r\n").collect(Collectors.joining()) + "\r\n"
                + body;
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        List<String> head = List.of(text.substring(0, end).split("\r\n"));
        Map<String, List<String>> headers = head.stream()
                .skip(1)
                .collect(Collectors.groupingBy(
                        line -> line.substring(0, line.indexOf(':')),
                        () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER),
                        Collectors.mapping(
                                line -> line.substring(line.indexOf(':') + 1).strip(), Collectors.toList())));
        return new Answer(Integer.parseInt(head.get(0).split(" ")[1]), headers, text.substring(end + 4));
    }
}
