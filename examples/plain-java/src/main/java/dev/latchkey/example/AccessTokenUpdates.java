package dev.latchkey.example;

import dev.latchkey.Change;
import dev.latchkey.RotatedToken;
import dev.latchkey.Rotation;
import dev.latchkey.StoredToken;
import dev.latchkey.Tokens;
import dev.latchkey.example.Workspaces.Workspace;
import dev.latchkey.http.ErrorCode;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An owner's changes of an access token: the fields of an update mask, and custom methods. */
final class AccessTokenUpdates {

    private static final Duration STANDARD_OVERLAP = Duration.ofHours(24);
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,8})s");

    private final Tokens owned;
    private final Workspace owner;

    AccessTokenUpdates(Tokens owned, Workspace owner) {
        this.owned = owned;
        this.owner = owner;
    }

    /**
     * Changes the fields that {@code update_mask} names, in this order: description, attributes, scopes, expire_time.
     * Scopes can only be reduced, and the expiry can only become earlier; the plain text remains valid.
     */
    Map<String, Object> patch(StoredToken token, Json body) {
        body.withOnly("access_token", "update_mask");
        Json fields = body.object("access_token")
                .withOnly("description", "scopes", "workspace_names", "expire_time", "attributes");
        List<String> mask = body.object("update_mask").withOnly("paths").texts("paths");
        for (String path : mask) {
            if (!List.of(
                            "access_token.description",
                            "access_token.attributes",
                            "access_token.scopes",
                            "access_token.expire_time")
                    .contains(path)) {
                throw new Failure(
                        ErrorCode.INVALID_ARGUMENT,
                        "update_mask may name access_token.description, .attributes, .scopes and .expire_time");
            }
        }
        if (mask.contains("access_token.description")) {
            owned.describe(token.id(), fields.text("description"));
        }
        if (mask.contains("access_token.attributes")) {
            owned.annotate(token.id(), fields.textsByName("attributes"));
        }
        if (mask.contains("access_token.scopes")) {
            owned.narrow(
                    token.id(),
                    AccessTokenJson.scopes(
                            owner, ScopeSet.parse(fields.text("scopes")), fields.texts("workspace_names")));
        }
        if (mask.contains("access_token.expire_time")) {
            owned.shorten(token.id(), Rfc3339.parse(fields.text("expire_time")));
        }
        return AccessTokenJson.print(found(owned.find(token.id())));
    }

    /** {@return the answer of a custom method; empty if the method does not exist} */
    Optional<Map<String, Object>> call(String method, TokenId id, Request request) {
        return switch (method) {
            case "rotate" -> Optional.of(rotate(id, request));
            case "disable" -> Optional.of(changed(owned.disable(id, reason(request))));
            case "enable" -> Optional.of(changed(owned.enable(id)));
            default -> Optional.empty();
        };
    }

    private Map<String, Object> rotate(TokenId id, Request request) {
        Json body = request.optionalBody().withOnly("overlap");
        Rotation rotation = Rotation.overlapping(
                body.optionalText("overlap").map(AccessTokenUpdates::seconds).orElse(STANDARD_OVERLAP));
        Rotation asked =
                request.header("Idempotency-Key").map(rotation::requestedAs).orElse(rotation);
        RotatedToken rotated = found(owned.rotate(id, asked));
        Map<String, Object> answer = AccessTokenJson.print(rotated.successor());
        answer.put("replaces", AccessTokenJson.name(rotated.retired()));
        rotated.retired().expiresAt().ifPresent(end -> answer.put("replaced_until", end.toString()));
        return answer;
    }

    /** {@return the duration, written as in JSON of protocol buffers: {@code 3600s}} */
    private static Duration seconds(String text) {
        Matcher matcher = SECONDS.matcher(text);
        if (!matcher.matches()) {
            throw new Failure(ErrorCode.INVALID_ARGUMENT, "overlap must be a number of seconds, 3600s for example");
        }
        return Duration.ofSeconds(Long.parseLong(matcher.group(1)));
    }

    private static String reason(Request request) {
        return request.optionalBody().withOnly("reason").optionalText("reason").orElse("disabled by its owner");
    }

    private static Map<String, Object> changed(Optional<Change> change) {
        return AccessTokenJson.print(found(change).after());
    }

    private static <T> T found(Optional<T> found) {
        return found.orElseThrow(() -> new Failure(HttpErrors.NOT_FOUND, "access token not found"));
    }
}
