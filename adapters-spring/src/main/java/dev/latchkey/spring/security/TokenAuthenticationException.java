package dev.latchkey.spring.security;

import dev.latchkey.http.ErrorAnswer;
import java.util.Objects;
import org.springframework.security.core.AuthenticationException;

/**
 * The request presented no valid access token, although it tried to.
 *
 * <p>It is ordinary and driven by attackers, so it has no stack trace. Its message is the same for all rejected tokens; the
 * reason is in the log.
 */
public final class TokenAuthenticationException extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    private final transient ErrorAnswer answer;

    TokenAuthenticationException(String message, ErrorAnswer answer) {
        super(message);
        this.answer = Objects.requireNonNull(answer, "answer");
    }

    /** {@return what to send: 401 for a rejected token, 400 for a header that RFC 6750 does not allow} */
    public ErrorAnswer answer() {
        return answer;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
