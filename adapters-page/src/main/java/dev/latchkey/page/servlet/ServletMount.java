package dev.latchkey.page.servlet;

import dev.latchkey.page.AccessPage;
import dev.latchkey.page.PageMount;
import dev.latchkey.page.PageRequest;
import dev.latchkey.page.PageResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers requests of a Servlet container, for mounts other than {@link AccessPageServlet}: a filter, or a handler of a
 * framework.
 *
 * <p>Immutable and thread-safe.
 */
public final class ServletMount {

    private final PageMount mount;

    /**
     * Makes a mount.
     *
     * @param page what is mounted
     */
    public ServletMount(AccessPage page) {
        this.mount = new PageMount(page);
    }

    /**
     * Answers a request; writes nothing.
     *
     * @param request the request; it is {@link PageRequest#original}
     * @param path where the page is mounted, with the context path, still encoded, without a slash at the end
     * @return the answer
     * @throws IOException if the client has gone
     */
    public PageResponse answer(HttpServletRequest request, String path) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        Collections.list(request.getHeaderNames())
                .forEach(name -> headers.put(name, Collections.list(request.getHeaders(name))));
        String query = request.getQueryString() == null ? "" : request.getQueryString();
        return mount.answer(
                PageRequest.of(request.getMethod(), request.getRequestURI(), query, headers)
                        .withOriginal(request),
                path,
                most -> body(request, most));
    }

    /**
     * Writes an answer.
     *
     * @param answer the answer
     * @param request the request: an answer to HEAD is written without its body
     * @param response where to
     * @throws IOException if the client has gone
     */
    public static void write(PageResponse answer, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        byte[] body = answer.body();
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }

    private static byte[] body(HttpServletRequest request, int most) throws IOException {
        byte[] body = request.getInputStream().readNBytes(most);
        return body.length == 0 ? fieldsThatAFilterRead(request) : body;
    }

    /** Where a filter has asked for a parameter, the container has read the body, and has its fields behind the query's. */
    private static byte[] fieldsThatAFilterRead(HttpServletRequest request) {
        List<String> pairs = new ArrayList<>();
        PageRequest query =
                PageRequest.of("GET", "/", request.getQueryString() == null ? "" : request.getQueryString(), Map.of());
        request.getParameterMap().forEach((name, values) -> {
            for (int i = query.queryAll(name).size(); i < values.length; i++) {
                pairs.add(encode(name) + "=" + encode(values[i]));
            }
        });
        return String.join("&", pairs).getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
