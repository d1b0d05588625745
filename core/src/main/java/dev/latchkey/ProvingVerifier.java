package dev.latchkey;

import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.change.TokenChanges;
import dev.latchkey.change.UseBuffer;
import dev.latchkey.lease.CompiledGrants;
import dev.latchkey.lease.TokenSource;
import dev.latchkey.port.CallerTransactionException;
import dev.latchkey.proof.SecretProver;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.UnavailableException;
import dev.latchkey.token.VerifierOverloadedException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Verifies against the store: form, record, state and time, then the secret. Each step is cheaper than the next, and
 * each can reject the token.
 *
 * <p>All calls take the same path: the text is parsed once, then {@link #verify(BearerToken)} decides.
 */
final class ProvingVerifier implements TokenVerifier {

    private final TokenFormat format;
    private final TokenSource<VerifiableToken> source;
    private final TokenChanges changes;
    private final SecretProver prover;
    private final CompiledGrants grants;
    private final OwnerRights owners;
    private final RetiredTokens retired;
    private final Outcomes outcomes;
    private final InstantSource clock;
    private final @Nullable UseBuffer uses;

    ProvingVerifier(
            TokenFormat format,
            TokenSource<VerifiableToken> source,
            TokenChanges changes,
            SecretProver prover,
            CompiledGrants grants,
            OwnerRights owners,
            RetiredTokens retired,
            Outcomes outcomes,
            InstantSource clock,
            @Nullable UseBuffer uses) {
        this.format = format;
        this.source = source;
        this.changes = changes;
        this.prover = prover;
        this.grants = grants;
        this.owners = owners;
        this.retired = retired;
        this.outcomes = outcomes;
        this.clock = clock;
        this.uses = uses;
    }

    @Override
    public Verification verify(@Nullable String presentedText) {
        return outcomes.counted(find(presentedText));
    }

    @Override
    public Authorization authorize(@Nullable String presentedText, ScopeRequirement required) {
        return authorization(find(presentedText), required);
    }

    private Authorization authorization(Verification verification, ScopeRequirement required) {
        return outcomes.counted(
                verification instanceof Verified verified
                        ? verified.token().authorize(required)
                        : (Rejected) verification);
    }

    @Override
    public CompletableFuture<Verification> verifyAsync(@Nullable String presentedText, Executor executor) {
        return async(presentedText, executor, verification -> outcomes.counted(verification));
    }

    @Override
    public CompletableFuture<Authorization> authorizeAsync(
            @Nullable String presentedText, ScopeRequirement required, Executor executor) {
        return async(presentedText, executor, verification -> authorization(verification, required));
    }

    private <A> CompletableFuture<A> async(
            @Nullable String presentedText, Executor executor, Function<Verification, A> then) {
        Optional<BearerToken> presented = BearerToken.parse(presentedText, format, clock);
        Verification known = presented.isEmpty() ? malformed() : verifyCached(presented.get());
        if (known != null) {
            return CompletableFuture.completedFuture(known).thenApply(then);
        }
        BearerToken token = presented.get();
        return TokenVerifier.supply(() -> then.apply(find(token)), executor);
    }

    private Verification find(@Nullable String presentedText) {
        Optional<BearerToken> presented = BearerToken.parse(presentedText, format, clock);
        return presented.isEmpty() ? malformed() : find(presented.get());
    }

    private Verification find(BearerToken presented) {
        try {
            return verify(presented);
        } catch (UnavailableException e) {
            throw outcomes.counted(e);
        }
    }

    private Rejected malformed() {
        return outcomes.rejected(RejectionReason.MALFORMED, null);
    }

    private Verification verify(BearerToken presented) {
        long now = clock.millis();
        VerifiableToken token = source.held(presented.id(), now);
        if (token == null) {
            token = source.find(presented.id());
            now = clock.millis();
        }
        if (token == null) {
            return outcomes.rejected(RejectionReason.UNKNOWN, null);
        }
        if (token.hasAncestors() && !areValid(source.findAll(token.ancestors()), clock.millis())) {
            return rejected(token, now);
        }
        Verification answer = decide(presented, token, now);
        return answer != null ? answer : compute(presented, token);
    }

    /** {@return whether all ancestors of a token exist and are valid} Their own ancestors are ancestors of the token too. */
    private static boolean areValid(@Nullable List<VerifiableToken> ancestors, long nowMillis) {
        if (ancestors == null) {
            return false;
        }
        for (VerifiableToken ancestor : ancestors) {
            if (ancestor.rejectionAt(nowMillis) != null) {
                return false;
            }
        }
        return true;
    }

    /** {@return the rejection of a token whose ancestors are not valid: for its own reason, if it has one} */
    private Rejected rejected(VerifiableToken token, long nowMillis) {
        RejectionReason own = token.rejectionAt(nowMillis);
        return outcomes.rejected(own == null ? RejectionReason.ANCESTOR_ENDED : own, token.record());
    }

    /** {@return the answer, if it needs neither the store nor the host nor a computation; else null} */
    private @Nullable Verification verifyCached(BearerToken presented) {
        long now = clock.millis();
        VerifiableToken cached = owners.areAsked() ? null : source.held(presented.id(), now);
        if (cached == null || cached.mayWrite(now)) {
            return null;
        }
        if (cached.hasAncestors()) {
            List<VerifiableToken> ancestors = source.heldAll(cached.ancestors(), now);
            if (ancestors == null || !areValid(ancestors, now)) {
                return ancestors == null ? null : rejected(cached, now);
            }
        }
        return decide(presented, cached, now);
    }

    /** {@return the answer, or null if the secret has to be hashed} */
    private @Nullable Verification decide(BearerToken presented, VerifiableToken token, long nowMillis) {
        RejectionReason rejection = token.rejectionAt(nowMillis);
        if (rejection != null && !isReuse(token, rejection)) {
            return outcomes.rejected(rejection, token.record());
        }
        return switch (prover.find(presented, token)) {
            case PROVEN -> rejection == null ? accepted(token, nowMillis) : reused(token);
            case DISPROVEN -> outcomes.rejected(RejectionReason.WRONG_SECRET, token.record());
            case UNKNOWN -> null;
        };
    }

    /** Hashing and waiting take long, so state and time are checked last. */
    private Verification compute(BearerToken presented, VerifiableToken asked) {
        VerifiableToken token = asked;
        while (true) {
            SecretHash computed = token.hash();
            if (!prover.compute(presented, computed)) {
                return outcomes.rejected(RejectionReason.WRONG_SECRET, token.record());
            }
            token = source.find(presented.id());
            if (token != null && token.hash().equals(computed) && renewHash(token, presented)) {
                token = source.find(presented.id());
            }
            if (token == null) {
                return outcomes.rejected(RejectionReason.UNKNOWN, null);
            }
            if (token.hasAncestors() && !areValid(source.findAll(token.ancestors()), clock.millis())) {
                return rejected(token, clock.millis());
            }
            Verification answer = token.hash().equals(computed)
                    ? decideProven(token, clock.millis())
                    : decide(presented, token, clock.millis());
            if (answer != null) {
                return answer;
            }
        }
    }

    private Verification decideProven(VerifiableToken token, long nowMillis) {
        RejectionReason rejection = token.rejectionAt(nowMillis);
        if (rejection == null) {
            return accepted(token, nowMillis);
        }
        return isReuse(token, rejection) ? reused(token) : outcomes.rejected(rejection, token.record());
    }

    private Verification accepted(VerifiableToken token, long nowMillis) {
        token.retirePredecessor(retired);
        Verified answer = token.verified(grants, owners, uses, outcomes);
        token.noteUse(nowMillis);
        outcomes.verified(token);
        return answer;
    }

    private Rejected reused(VerifiableToken token) {
        Rejected rejected = outcomes.reused(token.record());
        retired.reused(token.record());
        return rejected;
    }

    /** Only the secret makes it a reuse, so the secret is proven first, although the token is rejected in any case. */
    private static boolean isReuse(VerifiableToken token, RejectionReason rejection) {
        return rejection == RejectionReason.EXPIRED && token.wasReplaced();
    }

    /**
     * Replaces a hash that is weaker than a new one, unless the computation would have to wait.
     *
     * @return whether it was tried, so that time has passed
     */
    private boolean renewHash(VerifiableToken token, BearerToken proven) {
        try {
            if (token.rejectionAt(clock.millis()) != null || !prover.needsRehash(token.hash())) {
                return false;
            }
            changes.renewHash(token.record(), prover.rehash(proven));
            return true;
        } catch (VerifierOverloadedException e) {
            return false;
        } catch (CallerTransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            // The old hash still matches, so a failed renewal rejects no token, and the next computation tries again.
            return true;
        }
    }
}
