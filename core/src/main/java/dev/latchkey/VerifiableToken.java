package dev.latchkey;

import dev.latchkey.Admission.Circumstances;
import dev.latchkey.Verification.Verified;
import dev.latchkey.change.Marks;
import dev.latchkey.change.UseBuffer;
import dev.latchkey.change.UsedToken;
import dev.latchkey.lease.CompiledGrants;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.proof.ProvenHash;
import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.SecretDigest;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record with what verification derived from it so far, so that a cached record needs one look-up.
 *
 * <p>Two threads may derive the same value concurrently; the values are immutable and equal.
 */
final class VerifiableToken implements ProvenHash {

    private final TokenRecord record;
    private final StoreState store;
    private final long validUntil;
    private volatile @Nullable TokenId retires;
    private boolean accepted;
    private transient @Nullable SecretDigest proof;
    private @Nullable CompiledScopes granted;
    private @Nullable Verified verified;
    private @Nullable UsedToken uses;

    /** @param store the store's state, of the same moment as the record */
    VerifiableToken(TokenRecord record, StoreState store) {
        this.record = record;
        this.store = store;
        this.retires = Marks.of(record).retires();
        this.validUntil = Admission.validUntil(record, Circumstances.of(store));
    }

    /** {@return whether another token replaced it: after its end, presenting it is a reuse} */
    boolean wasReplaced() {
        return record.lineage().successor() != null;
    }

    /** Ends the token that this one replaced, if its first use does that; tried once each time the record is read. */
    void retirePredecessor(RetiredTokens retired) {
        TokenId predecessor = retires;
        if (predecessor != null) {
            retires = null;
            retired.retire(record, predecessor);
        }
    }

    /**
     * {@return whether verification at that time may write to the store, to retire another token or revoke a family}
     */
    boolean mayWrite(long nowMillis) {
        return retires != null || (wasReplaced() && nowMillis >= validUntil);
    }

    /** {@return whether this instance was not accepted before; possibly to several callers, if they ask at once} */
    boolean isFirstAcceptance() {
        boolean first = !accepted;
        if (first) {
            accepted = true;
        }
        return first;
    }

    TokenRecord record() {
        return record;
    }

    /** {@return why the token itself is rejected at that time, or null} A record's times are whole milliseconds. */
    @Nullable RejectionReason rejectionAt(long nowMillis) {
        return nowMillis < validUntil ? null : Admission.rejection(record, Circumstances.of(store), nowMillis);
    }

    /** {@return whether it was derived from other tokens, which have to be checked too} */
    boolean hasAncestors() {
        return !record.lineage().ancestors().isEmpty();
    }

    List<TokenId> ancestors() {
        return record.lineage().ancestors();
    }

    /**
     * {@return the result for this token, whose secret was proven: the same instance, unless its owner limits it}
     *
     * @param recorded where its uses are noted, or null if they are not recorded
     * @param outcomes counts its denials
     */
    Verified verified(CompiledGrants grants, OwnerRights owners, @Nullable UseBuffer recorded, Outcomes outcomes) {
        Verified known = verified;
        if (known != null) {
            return known;
        }
        Verified answer = new Verified(new AccessToken(record, rights(grants, owners), uses(recorded), outcomes));
        if (!owners.areAsked()) {
            verified = answer;
        }
        return answer;
    }

    private CompiledScopes rights(CompiledGrants grants, OwnerRights owners) {
        CompiledScopes own = granted(grants);
        return owners.areAsked() ? own.and(owners.of(record.grant().owner())) : own;
    }

    private @Nullable UsedToken uses(@Nullable UseBuffer recorded) {
        UsedToken known = uses;
        if (known == null && recorded != null) {
            known = recorded.of(record.id());
            uses = known;
        }
        return known;
    }

    /** Notes that it was accepted, if uses are recorded. */
    void noteUse(long nowMillis) {
        UsedToken known = uses;
        if (known != null) {
            known.usedAt(nowMillis);
        }
    }

    private CompiledScopes granted(CompiledGrants grants) {
        CompiledScopes known = granted;
        if (known != null) {
            return known;
        }
        try {
            CompiledScopes compiled = grants.of(record.grant().scopes());
            granted = compiled;
            return compiled;
        } catch (IllegalArgumentException e) {
            throw new TokenStoreException("the stored scopes of token " + record.id() + " cannot be read", e);
        }
    }

    @Override
    public SecretHash hash() {
        return record.hash();
    }

    @Override
    public @Nullable SecretDigest proof() {
        return proof;
    }

    @Override
    public void remember(SecretDigest proven) {
        proof = proven;
    }
}
