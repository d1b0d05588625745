package dev.latchkey.example.workspaceapi;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.latchkey.Issuance;
import dev.latchkey.IssuedToken;
import dev.latchkey.RotatedToken;
import dev.latchkey.StoredToken;
import dev.latchkey.scope.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of access tokens in requests and answers. */
final class AccessTokenJson {

    private AccessTokenJson() {}

    record Creation(@Nullable Wanted accessToken) {}

    record Update(@Nullable Wanted accessToken, @Nullable Mask updateMask) {}

    record Mask(@Nullable List<String> paths) {}

    record Wanted(
            @Nullable String description,
            @Nullable String scopes,
            @Nullable List<String> workspaceNames,
            @Nullable String expireTime,
            @Nullable Map<String, String> attributes) {}

    /** How long a replaced token stays valid, written as in JSON of protocol buffers: {@code 3600s}. */
    record Overlap(@Nullable String overlap) {}

    record Reason(@Nullable String reason) {}

    /** A token without its text. */
    record View(
            String name,
            String description,
            String scopes,
            List<String> workspaceNames,
            String state,
            String createTime,
            @Nullable String expireTime,
            @Nullable String replacedBy,
            @Nullable Map<String, String> attributes) {

        static View of(StoredToken token) {
            List<Scope> scopes = token.scopes().members();
            return new View(
                    nameOf(token),
                    token.description(),
                    String.join(
                            " ",
                            scopes.stream().map(Scope::permission).distinct().toList()),
                    scopes.stream()
                            .flatMap(scope -> scope.resource().stream())
                            .distinct()
                            .toList(),
                    token.state(Instant.now()).name().toLowerCase(Locale.ROOT),
                    token.issuedAt().toString(),
                    token.expiresAt().map(Instant::toString).orElse(null),
                    token.successor().map(id -> "access-tokens/" + id).orElse(null),
                    token.attributes().isEmpty() ? null : token.attributes());
        }
    }

    /** A token, and its text if it was issued just now. */
    record Created(@JsonUnwrapped View view, @Nullable String token) {

        static Created of(Issuance issuance) {
            return new Created(
                    View.of(issuance.stored()), issuance instanceof IssuedToken issued ? issued.reveal() : null);
        }
    }

    /** The token that replaces another. */
    record Rotated(
            @JsonUnwrapped View view,
            @Nullable String token,
            String replaces,
            @Nullable String replacedUntil) {

        static Rotated of(RotatedToken rotated) {
            Created created = Created.of(rotated.successor());
            return new Rotated(
                    created.view(),
                    created.token(),
                    nameOf(rotated.retired()),
                    rotated.retired().expiresAt().map(Instant::toString).orElse(null));
        }
    }

    record Views(List<View> accessTokens, String nextPageToken) {}

    private static String nameOf(StoredToken token) {
        return "access-tokens/" + token.id();
    }
}
