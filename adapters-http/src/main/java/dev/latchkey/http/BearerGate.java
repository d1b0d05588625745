package dev.latchkey.http;

import dev.latchkey.AccessToken;
import dev.latchkey.Authorization;
import dev.latchkey.InsufficientScope;
import dev.latchkey.Permitted;
import dev.latchkey.TokenVerifier;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.token.UnavailableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request pass or gives the answer to send: header values and a required scope in, token or error out.
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
 * <p>Whatever cannot be told is refused. Immutable and thread-safe.
 */
public final class BearerGate {

    private final TokenVerifier verifier;
    private final BearerErrors errors;

    /**
     * Makes a gate.
     *
     * @param verifier what verifies
     * @param errors how refusals look
     */
    public BearerGate(TokenVerifier verifier, BearerErrors errors) {
        this.verifier = verifier;
        this.errors = errors;
    }

    /** What the gate says: {@link Passed} or {@link Refused}. */
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
     * @param required what the operation asks for
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
