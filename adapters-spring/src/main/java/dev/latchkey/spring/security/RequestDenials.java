package dev.latchkey.spring.security;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;

/**
 * What the rules of a chain denied. A denial counts when the chain refuses the request: of several rules, another one
 * may permit it.
 */
final class RequestDenials {

    private static final String KEPT = RequestDenials.class.getName();

    private RequestDenials() {}

    /** Keeps the first denial of a decision, which may be one of several. */
    static void keep(ServletRequest request, ScopeAuthorizationResult result) {
        if (result.denial().isPresent() && request.getAttribute(KEPT) == null) {
            request.setAttribute(KEPT, result);
        }
    }

    /** {@return the denial for which the chain refuses the request, or null} */
    static @Nullable ScopeAuthorizationResult of(ServletRequest request) {
        return request.getAttribute(KEPT) instanceof ScopeAuthorizationResult kept ? kept : null;
    }

    /** Before the rules: reports their denial if the request is refused. */
    static final class Reporting implements Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            request.removeAttribute(KEPT);
            try {
                chain.doFilter(request, response);
            } catch (AccessDeniedException e) {
                ScopeAuthorizationResult kept = of(request);
                if (kept != null) {
                    kept.report();
                }
                throw e;
            }
        }
    }

    /** After the rules: they permitted the request, so nothing that one of them denied counts. */
    static final class Forgetting implements Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            request.removeAttribute(KEPT);
            chain.doFilter(request, response);
        }
    }
}
