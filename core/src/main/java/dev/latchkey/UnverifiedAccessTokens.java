package dev.latchkey;

import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.time.Instant;

/**
 * Creates access tokens without verification, for tests of a host application and for fakes of {@link TokenVerifier}.
 *
 * <p>This is the only way to bypass verification. Production code must not use it; search for its name to make sure.
 */
public final class UnverifiedAccessTokens {

    private UnverifiedAccessTokens() {}

    /**
     * {@return an access token that never expires, issued in 1970, whose scopes are read hierarchically}
     *
     * @param id its id
     * @param owner who it acts for; 1 to 255 characters
     * @param scopes what it may do
     * @throws IllegalArgumentException if the owner is one that no token may have, or the scopes are empty
     */
    public static AccessToken token(TokenId id, String owner, ScopeSet scopes) {
        return token(id, owner, scopes, ScopePolicy.hierarchical());
    }

    /**
     * {@return an access token that never expires, issued in 1970}
     *
     * @param id its id
     * @param owner who it acts for; 1 to 255 characters
     * @param scopes what it may do
     * @param policy how its scopes are read
     * @throws IllegalArgumentException if the owner is one that no token may have, or the scopes are empty
     */
    public static AccessToken token(TokenId id, String owner, ScopeSet scopes, ScopePolicy policy) {
        TokenRecord record = TokenRecord.builder(id)
                .owner(owner)
                .description("made without verification")
                .scopes(scopes.toString())
                .hash(SecretHash.of("none", "unverified"))
                .issuedAt(Instant.EPOCH)
                .build();
        return new AccessToken(record, policy.compile(scopes), null, null);
    }
}
