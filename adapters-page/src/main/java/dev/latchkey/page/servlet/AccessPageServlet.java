package dev.latchkey.page.servlet;

import dev.latchkey.page.AccessPage;
import dev.latchkey.page.PageMount;
import dev.latchkey.page.PageRequest;
import dev.latchkey.page.PageResponse;
import jakarta.servlet.http.HttpServlet;
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
 * Serves the page below the path to which the servlet is mapped, such as {@code /settings/access-management/*}.
 *
 * <p>{@link PageRequest#original} is the {@link HttpServletRequest}, with its session and principal.
 */
public final class AccessPageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient PageMount mount;

    /**
     * Makes the servlet.
     *
     * @param page what it serves
     */
    public AccessPageServlet(AccessPage page) {
        this.mount = new PageMount(page);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        Collections.list(request.getHeaderNames())
                .forEach(name -> headers.put(name, Collections.list(request.getHeaders(name))));
        String query = request.getQueryString() == null ? "" : request.getQueryString();
        PageResponse answer = mount.answer(
                PageRequest.of(request.getMethod(), request.getRequestURI(), query, headers)
                        .withOriginal(request),
                request.getContextPath() + request.getServletPath(),
                most -> body(request, most));
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
