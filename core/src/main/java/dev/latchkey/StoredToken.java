package dev.latchkey;

import dev.latchkey.Admission.Circumstances;
import dev.latchkey.port.TokenPage;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.VisibleText;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a token, for display: everything but the hash of its secret.
 *
 * <p>It grants nothing. Immutable and thread-safe.
 */
public final class StoredToken {

    private final TokenRecord record;
    private final Circumstances around;
    private final ScopeSet scopes;
    private final @Nullable String problem;
    private final @Nullable Instant lastUsedAt;

    /**
     * The state of a stored token at a time, for display. Verifiers reject every state but {@link #LIVE}.
     *
     * <p>More states may be added; a {@code switch} over this type needs a default.
     */
    public enum State {
        /** A verifier accepts it. */
        LIVE,
        /** It was issued before the store's cut-off ({@link Administration#rejectIssuedBefore}). */
        CUT_OFF,
        /** It was revoked, which is final. */
        REVOKED,
        /** Its lifetime is over. */
        EXPIRED,
        /** It is disabled until it is enabled again. */
        DISABLED,
        /** A token that it was derived from has ended, is disabled or does not exist any more. */
        ANCESTOR_ENDED,
        /** Its stored scopes cannot be read, because something other than the library wrote them. */
        UNREADABLE
    }

    private StoredToken(TokenPage.Entry entry, Circumstances around, ScopeSet scopes, @Nullable String problem) {
        TokenUse use = entry.use();
        this.record = entry.record();
        this.lastUsedAt = use == null ? null : use.lastUsedAt();
        this.around = around;
        this.scopes = scopes;
        this.problem = problem;
    }

    /** @param around the parts of its validity that are not in the record, of the same moment */
    static StoredToken of(TokenPage.Entry entry, Circumstances around) {
        try {
            return new StoredToken(
                    entry, around, ScopeSet.parse(entry.record().grant().scopes()), null);
        } catch (IllegalArgumentException e) {
            return new StoredToken(
                    entry, around, ScopeSet.empty(), "the stored scopes cannot be read: " + e.getMessage());
        }
    }

    /** {@return the token's public name} */
    public TokenId id() {
        return record.id();
    }

    /** {@return who it acts for} */
    public String owner() {
        return record.grant().owner();
    }

    /** {@return what it is for} */
    public String description() {
        return record.grant().description();
    }

    /**
     * {@return what it was granted; empty if the stored scopes cannot be read}
     *
     * <p>No token is issued without scopes, and a token whose scopes cannot be read is not accepted; see
     * {@link #problem()}.
     */
    public ScopeSet scopes() {
        return scopes;
    }

    /**
     * {@return what is wrong with the stored form, for an operator; empty unless the stored form was tampered with}
     *
     * <p>Such a token is listed and can be revoked like any other.
     */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** {@return when it was issued} */
    public Instant issuedAt() {
        return record.lifecycle().issuedAt();
    }

    /** {@return when it expires: the first instant at which it is no longer valid; empty if it does not expire} */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(record.lifecycle().expiresAt());
    }

    /**
     * {@return when it was last used, as far as nodes have written that ({@link AccessTokensBuilder#recordingUses()});
     * empty if no use was recorded}
     *
     * <p>Only {@link Tokens#find} and {@link Tokens#list} read it; it is empty in the result of a change.
     */
    public Optional<Instant> lastUsedAt() {
        return Optional.ofNullable(lastUsedAt);
    }

    /** {@return who created it, as the host names actors; empty for the service itself} */
    public Optional<String> createdBy() {
        return Optional.ofNullable(record.grant().createdBy());
    }

    /** {@return when it was revoked, by whom and why; empty if it was not} */
    public Optional<Intervention> revocation() {
        return Optional.ofNullable(record.lifecycle().revocation());
    }

    /** {@return when it was disabled, by whom and why; empty if it is not} */
    public Optional<Intervention> disablement() {
        return Optional.ofNullable(record.lifecycle().disablement());
    }

    /** {@return the token that granted it; empty if it was not granted by a token} It ends when that token ends. */
    public Optional<TokenId> parent() {
        return Optional.ofNullable(record.lineage().parent());
    }

    /** {@return the first token of the chain of rotations that it belongs to; its own id if it is the first} */
    public TokenId family() {
        return record.lineage().family();
    }

    /** {@return the token that replaced it; empty if it was not replaced} */
    public Optional<TokenId> successor() {
        return Optional.ofNullable(record.lineage().successor());
    }

    /** {@return the attributes that the host set when it was issued, in the order of the keys; may be empty} */
    public SortedMap<String, String> attributes() {
        return record.attributes();
    }

    /**
     * {@return the token's state at a time, from what was stored when this was read}
     *
     * <p>It is determined by the checks that a verifier applies, including the store's cut-off: a verifier accepts
     * exactly the tokens in the state {@link State#LIVE}.
     *
     * @param now the time
     */
    public State state(Instant now) {
        return problem != null ? State.UNREADABLE : Admission.state(record, around, now.toEpochMilli());
    }

    /** {@return id, owner and description} */
    @Override
    public String toString() {
        return "StoredToken[" + id() + ", owner=" + VisibleText.escape(owner()) + ", description="
                + VisibleText.escape(description()) + "]";
    }
}
