package dev.latchkey.resilience;

import dev.latchkey.StoredToken;
import dev.latchkey.token.RejectionReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What tokens are, by the plainest rules: a reference for the library's answers. Times are milliseconds. */
final class LifeModel {

    static final long NEVER = Long.MAX_VALUE;

    final Map<String, Token> tokens = new LinkedHashMap<>();
    long cutOff = Long.MIN_VALUE;

    /** One token. */
    static final class Token {
        final String secret;
        final long issuedAt;
        final List<Token> ancestors;
        long expiresAt;
        boolean revoked;
        boolean disabled;
        boolean replaced;
        Set<String> scopes;

        @Nullable Token endsAtFirstUse;

        Token(String secret, long issuedAt, long expiresAt, Set<String> scopes, List<Token> ancestors) {
            this.secret = secret;
            this.issuedAt = issuedAt;
            this.expiresAt = expiresAt;
            this.scopes = scopes;
            this.ancestors = List.copyOf(ancestors);
        }

        List<Token> lineOfChildren() {
            List<Token> line = new ArrayList<>(ancestors);
            line.add(this);
            return line;
        }
    }

    StoredToken.State state(Token token, long now) {
        StoredToken.State own = ownState(token, now);
        boolean orphan =
                token.ancestors.stream().anyMatch(ancestor -> ownState(ancestor, now) != StoredToken.State.LIVE);
        return own == StoredToken.State.LIVE && orphan ? StoredToken.State.ANCESTOR_ENDED : own;
    }

    private StoredToken.State ownState(Token token, long now) {
        if (token.issuedAt < cutOff) {
            return StoredToken.State.CUT_OFF;
        } else if (token.revoked) {
            return StoredToken.State.REVOKED;
        } else if (now >= token.expiresAt) {
            return StoredToken.State.EXPIRED;
        }
        return token.disabled ? StoredToken.State.DISABLED : StoredToken.State.LIVE;
    }

    /** {@return why the token is rejected when it is presented, or null; an acceptance may end the one that it replaced} */
    @Nullable RejectionReason present(Token token, long now) {
        return switch (state(token, now)) {
            case CUT_OFF -> RejectionReason.CUT_OFF;
            case REVOKED -> RejectionReason.REVOKED;
            case EXPIRED -> expired(token, now);
            case DISABLED -> RejectionReason.DISABLED;
            case ANCESTOR_ENDED -> RejectionReason.ANCESTOR_ENDED;
            case UNREADABLE -> throw new AssertionError("not modelled");
            case LIVE -> accepted(token, now);
        };
    }

    /** Ancestors are looked at before the secret, so a reuse is found only where they are valid. */
    private RejectionReason expired(Token token, long now) {
        boolean orphan =
                token.ancestors.stream().anyMatch(ancestor -> ownState(ancestor, now) != StoredToken.State.LIVE);
        return token.replaced && !orphan ? RejectionReason.REUSED : RejectionReason.EXPIRED;
    }

    private static @Nullable RejectionReason accepted(Token token, long now) {
        Token predecessor = token.endsAtFirstUse;
        if (predecessor != null) {
            token.endsAtFirstUse = null;
            boolean ended = predecessor.revoked || predecessor.expiresAt <= now;
            predecessor.expiresAt = ended ? predecessor.expiresAt : now;
        }
        return null;
    }

    /** {@return whether each of these scopes is, or is beneath, one of those that are granted} */
    static boolean covers(Set<String> granted, Set<String> scopes) {
        return scopes.stream()
                .allMatch(scope ->
                        granted.stream().anyMatch(other -> scope.equals(other) || scope.startsWith(other + ":")));
    }
}
