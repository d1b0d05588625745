package dev.latchkey.spring.security;

import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.http.BearerErrors;
import dev.latchkey.http.ErrorAnswer;
import dev.latchkey.http.ErrorCode;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;

/** Answers a request whose token lacks a scope: 403, with the scope that is needed if a scope would suffice. */
final class LatchkeyDeniedHandler implements AccessDeniedHandler {

    private final BearerErrors errors;
    private final SecurityContextHolderStrategy contexts;
    private final AccessDeniedHandler others = new AccessDeniedHandlerImpl();

    LatchkeyDeniedHandler(BearerErrors errors, SecurityContextHolderStrategy contexts) {
        this.errors = errors;
        this.contexts = contexts;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException, ServletException {
        // A chain with one default handler uses it for all requests, including those with a session.
        if (contexts.getContext().getAuthentication() instanceof LatchkeyAuthentication authentication) {
            ErrorAnswers.send(response, answer(request, authentication, denied));
        } else {
            others.handle(request, response, denied);
        }
    }

    private ErrorAnswer answer(
            HttpServletRequest request, LatchkeyAuthentication authentication, AccessDeniedException denied) {
        ScopeAuthorizationResult reason = ScopeAuthorizationResult.of(denied, () -> RequestDenials.of(request));
        return reason != null && reason.denial().isPresent()
                ? errors.insufficientScope(new InsufficientScope(
                        authentication.token(), reason.denial().get()))
                : errors.error(ErrorCode.PERMISSION_DENIED, "permission denied");
    }
}
