package dev.latchkey.page;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to the page, as a value.
 *
 * <p>Every method returns a new request. Immutable and thread-safe, except for the server's own request.
 */
public final class PageRequest {

    /** The longest body that the page reads, in bytes. A mount answers a longer one with 413. */
    public static final int MAX_BODY = 256 * 1024;

    private final String method;
    private final String path;
    private final Map<String, List<String>> query;
    private final Map<String, List<String>> headers;
    private final Map<String, List<String>> form;
    private final @Nullable Object original;

    private PageRequest(
            String method,
            String path,
            Map<String, List<String>> query,
            Map<String, List<String>> headers,
            Map<String, List<String>> form,
            @Nullable Object original) {
        this.method = Objects.requireNonNull(method, "method");
        this.path = Objects.requireNonNull(path, "path");
        this.query = query;
        this.headers = headers;
        this.form = form;
        this.original = original;
    }

    /**
     * {@return a request without a body}
     *
     * @param method the method, as in {@code GET}
     * @param path the path below the mount as it was sent, still encoded; it begins with a slash
     * @param query what stands behind the question mark, still encoded; empty for nothing
     * @param headers all headers, by names in any case
     */
    public static PageRequest of(String method, String path, String query, Map<String, List<String>> headers) {
        Map<String, List<String>> byName = new HashMap<>();
        headers.forEach((name, values) -> {
            if (name != null) {
                byName.put(name.toLowerCase(Locale.ROOT), List.copyOf(values));
            }
        });
        return new PageRequest(method, path, FormText.parse(query), byName, Map.of(), null);
    }

    /**
     * {@return this request with a form}
     *
     * @param body the body of type {@code application/x-www-form-urlencoded}
     */
    public PageRequest withForm(byte[] body) {
        return new PageRequest(
                method, path, query, headers, FormText.parse(new String(body, StandardCharsets.UTF_8)), original);
    }

    /**
     * {@return this request with that of the server, for the host}
     *
     * @param request such as an {@code HttpServletRequest}
     */
    public PageRequest withOriginal(Object request) {
        return new PageRequest(method, path, query, headers, form, Objects.requireNonNull(request, "request"));
    }

    /** {@return this request with another path} */
    PageRequest at(String other) {
        return new PageRequest(method, other, query, headers, form, original);
    }

    /** {@return the method} */
    public String method() {
        return method;
    }

    /** {@return the path below the mount, still encoded} */
    public String path() {
        return path;
    }

    /**
     * {@return the first value of a parameter of the address, or empty text}
     *
     * @param name its name
     */
    public String query(String name) {
        return first(query, name);
    }

    /**
     * {@return all values of a parameter of the address}
     *
     * @param name its name
     */
    public List<String> queryAll(String name) {
        return List.copyOf(query.getOrDefault(name, List.of()));
    }

    /**
     * {@return the first value of a field of the form, or empty text}
     *
     * @param name its name
     */
    public String form(String name) {
        return first(form, name);
    }

    /**
     * {@return all values of a field of the form}
     *
     * @param name its name
     */
    public List<String> formAll(String name) {
        return List.copyOf(form.getOrDefault(name, List.of()));
    }

    private static String first(Map<String, List<String>> fields, String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }

    /**
     * {@return the value of a header; empty if it is missing, or there are several}
     *
     * @param name its name, in any case
     */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /**
     * {@return whether there is such a header, one or several}
     *
     * @param name its name, in any case
     */
    boolean hasHeader(String name) {
        return !headers.getOrDefault(name, List.of()).isEmpty();
    }

    /**
     * {@return the value of a cookie}
     *
     * @param name its exact name
     */
    public Optional<String> cookie(String name) {
        for (String header : headers.getOrDefault("cookie", List.of())) {
            for (String pair : header.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    return Optional.of(pair.substring(equals + 1).strip());
                }
            }
        }
        return Optional.empty();
    }

    /**
     * {@return the server's own request}
     *
     * @param type its type
     * @param <T> its type
     */
    public <T> Optional<T> original(Class<T> type) {
        return type.isInstance(original) ? Optional.of(type.cast(original)) : Optional.empty();
    }

    /** {@return method and path; neither query nor form nor headers} */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
