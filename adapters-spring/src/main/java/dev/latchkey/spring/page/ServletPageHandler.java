package dev.latchkey.spring.page;

import dev.latchkey.page.AccessPage;
import dev.latchkey.page.PageResponse;
import dev.latchkey.page.servlet.ServletMount;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;
import java.util.function.Consumer;
import org.springframework.web.HttpRequestHandler;

/** Serves the page in Spring MVC. Thread-safe. */
final class ServletPageHandler implements HttpRequestHandler {

    private final ServletMount mount;
    private final PagePath path;
    private final Consumer<HttpServletRequest> refusal;

    /**
     * @param refusal called before an answer is written; throws to have Spring answer instead
     */
    ServletPageHandler(AccessPage page, PagePath path, Consumer<HttpServletRequest> refusal) {
        this.mount = new ServletMount(page);
        this.path = path;
        this.refusal = refusal;
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PageResponse answer = mount.answer(request, request.getContextPath() + servletPath(request) + path.value());
        refusal.accept(request);
        ServletMount.write(answer, request, response);
    }

    /** {@return where the dispatcher servlet is mapped} */
    private static String servletPath(HttpServletRequest request) {
        return request.getHttpServletMapping().getMappingMatch() == MappingMatch.PATH ? request.getServletPath() : "";
    }
}
