package dev.latchkey.page.servlet;

import dev.latchkey.page.AccessPage;
import dev.latchkey.page.PageRequest;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Serves the page below the path to which the servlet is mapped, such as {@code /settings/access-management/*}.
 *
 * <p>{@link PageRequest#original} is the {@link HttpServletRequest}, with its session and principal.
 */
public final class AccessPageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient ServletMount mount;

    /**
     * Makes the servlet.
     *
     * @param page what it serves
     */
    public AccessPageServlet(AccessPage page) {
        this.mount = new ServletMount(page);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ServletMount.write(
                mount.answer(request, request.getContextPath() + request.getServletPath()), request, response);
    }
}
