package dev.latchkey.http;

import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.token.UnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The answers of a service whose clients present bearer tokens: status, challenge and body (RFC 6750 section 3, RFC 9110
 * section 11.6.1).
 *
 * <p>The answers to all rejected tokens are identical, byte for byte. Immutable and thread-safe.
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
     * @param style the format of bodies
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

    /** {@return 400 for a header that is not legal} */
    public ErrorAnswer malformed() {
        return answer(
                ErrorCode.INVALID_ARGUMENT,
                "malformed authorization header",
                Map.of("WWW-Authenticate", challenge(", error=\"invalid_request\"")));
    }

    /** {@return 401 for a token that was rejected for any reason} */
    public ErrorAnswer rejected() {
        return answer(
                ErrorCode.UNAUTHENTICATED,
                "invalid access token",
                Map.of("WWW-Authenticate", challenge(", error=\"invalid_token\"")));
    }

    /**
     * {@return 403 for a token that may not do what is required, with the scope that is needed}
     *
     * @param outcome the verifier's result
     */
    public ErrorAnswer insufficientScope(InsufficientScope outcome) {
        Optional<String> scope = outcome.decision().scopeAttribute().filter(BearerErrors::isScopeAttribute);
        String attribute = scope.map(text -> ", scope=\"" + text + "\"").orElse("");
        return answer(
                ErrorCode.PERMISSION_DENIED,
                "insufficient scope",
                Map.of("WWW-Authenticate", challenge(", error=\"insufficient_scope\"" + attribute)));
    }

    /** RFC 6750 section 3. The decision may come from the host's own policy, so this is checked again. */
    private static boolean isScopeAttribute(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\');
    }

    /**
     * {@return 503 if the request cannot be decided now, with {@code Retry-After} of a second}
     *
     * @param cause why; not part of the answer
     */
    public ErrorAnswer unavailable(UnavailableException cause) {
        return answer(ErrorCode.UNAVAILABLE, "temporarily unavailable", Map.of("Retry-After", "1"));
    }

    /**
     * {@return another answer of the service, in the same style}
     *
     * @param error what is wrong
     * @param text a description for people; any text, which is escaped
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
