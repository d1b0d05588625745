package dev.latchkey.example;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** A program that uses tokens on the API of a workspace. */
record ApiClient(String url, String slug) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** {@return the status of the answer to a request that needs {@code workspace:read}} */
    int read(String token) {
        return send(token, "GET", "");
    }

    /** {@return the status of the answer to a request that needs {@code workspace:write}} */
    int rename(String token) {
        return send(token, "PATCH", "{\"workspace\":{\"display_name\":\"Renamed\"}}");
    }

    private int send(String token, String method, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/v1beta/workspaces/" + slug))
                .header("Authorization", "Bearer " + token)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
