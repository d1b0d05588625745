package dev.latchkey.spring.security;

import dev.latchkey.http.BearerErrors;
import dev.latchkey.http.ErrorAnswer;
import dev.latchkey.token.UnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Answers a request without a valid token: 401 with a challenge, 400, or 503 if this cannot be decided now. */
final class LatchkeyEntryPoint implements AuthenticationEntryPoint {

    private final BearerErrors errors;

    LatchkeyEntryPoint(BearerErrors errors) {
        this.errors = errors;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        ErrorAnswers.send(response, answer(failure));
    }

    private ErrorAnswer answer(AuthenticationException failure) {
        if (failure instanceof TokenAuthenticationException refused) {
            return refused.answer();
        }
        if (failure instanceof AuthenticationServiceException) {
            return errors.unavailable(
                    failure.getCause() instanceof UnavailableException cause
                            ? cause
                            : new UnavailableException("authentication is not available", failure));
        }
        return errors.missing();
    }
}
