package dev.latchkey.http;

import dev.latchkey.InsufficientScope;
import dev.latchkey.token.UnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The answers of a service whose clients present bearer tokens: status, challenge and body (RFC 6750 section 3, RFC 9110
 * section 11.6.1).
 *
 * <p>All rejected tokens are answered alike, byte for byte. Immutable and thread-safe.
 */
public final class BearerErrors {

    private static final int MAX_REALM_LENGTH = 200;

    private final String realm;
    private final BodyStyle style;

    private BearerErrors(String realm, BodyStyle style) {
        this.realm = realm;
        this.style = style;
    }

    /**
     * {@return answers for a realm}
     *
     * @param realm what the tokens are for, as RFC 9110 section 11.5 has it: 1 to 200 printable characters of ASCII
     * @param style how bodies look
     * @throws IllegalArgumentException if the realm is anything else
     */
    public static BearerErrors of(String realm, BodyStyle style) {
        boolean printable = realm.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (!printable || realm.isEmpty() || realm.length() > MAX_REALM_LENGTH) {
            throw new IllegalArgumentException("a realm is 1 to 200 printable characters of ASCII");
        }
        return new BearerErrors(realm.replace("\\", "\\\\").replace("\"", "\\\""), style);
    }

    /** {@return 401 for a request without credentials; the challenge has no error code} */
    public ErrorAnswer missing() {
        return answer(ErrorCode.UNAUTHENTICATED, "access token required", Map.of("WWW-Authenticate", challenge("")));
    }

    /** {@return 400 for credentials that are no legal header} */
    public ErrorAnswer malformed() {
        return answer(
                ErrorCode.INVALID_ARGUMENT,
                "malformed authorization header",
                Map.of("WWW-Authenticate", challenge(", error=\"invalid_request\"")));
    }

    /** {@return 401 for a token that was rejected, whatever the reason} */
    public ErrorAnswer rejected() {
        return answer(
                ErrorCode.UNAUTHENTICATED,
                "invalid access token",
                Map.of("WWW-Authenticate", challenge(", error=\"invalid_token\"")));
    }

    /**
     * {@return 403 for a token that may not do what was asked, with the scope that is needed}
     *
     * @param outcome what the verifier said
     */
    public ErrorAnswer insufficientScope(InsufficientScope outcome) {
        Optional<String> scope = outcome.decision().scopeAttribute().filter(BearerErrors::isScopeAttribute);
        String attribute = scope.map(text -> ", scope=\"" + text + "\"").orElse("");
        return answer(
                ErrorCode.PERMISSION_DENIED,
                "insufficient scope",
                Map.of("WWW-Authenticate", challenge(", error=\"insufficient_scope\"" + attribute)));
    }

    /** RFC 6750 section 3. The host may have its own policy behind the decision, so this is looked at here again. */
    private static boolean isScopeAttribute(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\');
    }

    /**
     * {@return 503 for an answer that cannot be given now; try again in a second}
     *
     * @param cause why; nothing of it is told
     */
    public ErrorAnswer unavailable(UnavailableException cause) {
        return answer(ErrorCode.UNAVAILABLE, "temporarily unavailable", Map.of("Retry-After", "1"));
    }

    /**
     * {@return an answer of the service's own, in the same style}
     *
     * @param error what is wrong
     * @param text the same for people; may be any text, and is escaped
     */
    public ErrorAnswer error(ErrorCode error, String text) {
        return answer(error, text, Map.of());
    }

    private String challenge(String parameters) {
        return "Bearer realm=\"" + realm + "\"" + parameters;
    }

    private ErrorAnswer answer(ErrorCode error, String text, Map<String, String> more) {
        Map<String, String> headers = new TreeMap<>(more);
        headers.put("Content-Type", style.contentType());
        headers.put("Cache-Control", "no-store");
        return new ErrorAnswer(error.status(), headers, style.body(error, text));
    }
}
