package dev.latchkey.http;

import dev.latchkey.AccessToken;
import dev.latchkey.Authorization;
import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.Authorization.Permitted;
import dev.latchkey.TokenVerifier;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.token.UnavailableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a request: takes header values and a required scope, and returns the token or the error to send.
 *
 * <pre>{@code
 * BearerGate.Outcome outcome = gate.check(authorizationHeaders, Scope.of("workspace:read"));
 * if (outcome instanceof BearerGate.Passed passed) {
 *     handle(request, passed.token());
 * } else if (outcome instanceof BearerGate.Refused refused) {
 *     send(refused.answer());
 * }
 * }</pre>
 *
 * <p>If the request cannot be decided it is refused. Immutable and thread-safe.
 */
public final class BearerGate {

    private final TokenVerifier verifier;
    private final BearerErrors errors;

    /**
     * Creates a gate.
     *
     * @param verifier verifies tokens
     * @param errors makes the answers of refusals
     */
    public BearerGate(TokenVerifier verifier, BearerErrors errors) {
        this.verifier = verifier;
        this.errors = errors;
    }

    /** The result of a check: {@link Passed} or {@link Refused}. */
    public sealed interface Outcome {}

    /**
     * The request may pass.
     *
     * @param token the verified token
     */
    public record Passed(AccessToken token) implements Outcome {}

    /**
     * The request may not pass.
     *
     * @param answer what to send
     */
    public record Refused(ErrorAnswer answer) implements Outcome {}

    /**
     * {@return whether the request may pass}
     *
     * @param authorizationHeaders the values of all {@code Authorization} headers of the request; empty or null for none
     * @param required what the operation requires
     */
    public Outcome check(@Nullable List<@Nullable String> authorizationHeaders, ScopeRequirement required) {
        BearerCredentials credentials = BearerCredentials.from(authorizationHeaders);
        if (credentials instanceof BearerCredentials.Presented presented) {
            return check(presented, required);
        }
        return new Refused(credentials instanceof BearerCredentials.Missing ? errors.missing() : errors.malformed());
    }

    private Outcome check(BearerCredentials.Presented presented, ScopeRequirement required) {
        try {
            Authorization authorization = verifier.authorize(presented.reveal(), required);
            if (authorization instanceof Permitted permitted) {
                return new Passed(permitted.token());
            }
            return new Refused(
                    authorization instanceof InsufficientScope insufficient
                            ? errors.insufficientScope(insufficient)
                            : errors.rejected());
        } catch (UnavailableException e) {
            return new Refused(errors.unavailable(e));
        }
    }
}
