package dev.latchkey;

import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.cache.CompiledGrants;
import dev.latchkey.cache.FeedFollower;
import dev.latchkey.cache.LeaseClock;
import dev.latchkey.cache.LeasedRecords;
import dev.latchkey.cache.SecretProofs;
import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.OwnerScopes;
import dev.latchkey.port.ReplicaLookUps;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.UnavailableException;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenFormat;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Wires {@link AccessTokens}. With nothing set but the store, every choice is the safe one.
 *
 * <p>Not thread-safe; what it builds is.
 */
public final class AccessTokensBuilder {

    /** Scopes kept in compiled grants: some hundred bytes each. */
    private static final long GRANTED_SCOPES = 100_000;

    private static final int SCOPES = 100;

    /** Three polls in a row may fail or be late before a lease ends. */
    private static final int POLLS_WITHIN_BOUND = 4;

    private final TokenStore store;
    private TokenFormat format = TokenFormat.plain();
    private ScopePolicy policy = ScopePolicy.hierarchical();
    private ExpiryPolicy expiry = ExpiryPolicy.standard();
    private @Nullable SecretHasher hasher;
    private int maximumScopes = SCOPES;
    private @Nullable OwnerScopes ownerScopes;
    private InstantSource clock = InstantSource.system();
    private SecureRandom random = new SecureRandom();
    private long maximumProofs = 100_000;
    private int hashesAtOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private Duration maximumWait = Duration.ofSeconds(5);
    private long maximumRecords = 100_000;
    private Duration bound = Duration.ZERO;
    private @Nullable ChangeFeed feed;
    private LongSupplier nanoTime = System::nanoTime;

    AccessTokensBuilder(TokenStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * Sets how tokens look; by default, without a prefix.
     *
     * @param tokenFormat the format
     * @return this builder
     */
    public AccessTokensBuilder format(TokenFormat tokenFormat) {
        this.format = Objects.requireNonNull(tokenFormat, "tokenFormat");
        return this;
    }

    /**
     * Sets what scopes mean; by default, {@link ScopePolicy#hierarchical()}.
     *
     * @param scopePolicy the policy
     * @return this builder
     */
    public AccessTokensBuilder scopePolicy(ScopePolicy scopePolicy) {
        this.policy = Objects.requireNonNull(scopePolicy, "scopePolicy");
        return this;
    }

    /**
     * Sets how many distinct scopes a token may be issued with, bundles expanded; by default 100.
     *
     * <p>A form of 15 permissions on 50 repositories needs 750. Tokens that have more already keep working.
     *
     * @param scopes 1 to {@value ScopeSet#MAX_SIZE}
     * @return this builder
     * @throws IllegalArgumentException if it is anything else
     */
    public AccessTokensBuilder maximumScopes(int scopes) {
        if (scopes < 1 || scopes > ScopeSet.MAX_SIZE) {
            throw new IllegalArgumentException(
                    "maximum of " + scopes + " scopes; it must be 1 to " + ScopeSet.MAX_SIZE);
        }
        this.maximumScopes = scopes;
        return this;
    }

    /**
     * Sets how long tokens may live; by default, {@link ExpiryPolicy#standard()}.
     *
     * @param expiryPolicy the policy
     * @return this builder
     */
    public AccessTokensBuilder expiryPolicy(ExpiryPolicy expiryPolicy) {
        this.expiry = Objects.requireNonNull(expiryPolicy, "expiryPolicy");
        return this;
    }

    /**
     * Sets how secrets are hashed; by default, Argon2id with the OWASP profile.
     *
     * @param secretHasher the hasher
     * @return this builder
     */
    public AccessTokensBuilder hasher(SecretHasher secretHasher) {
        this.hasher = Objects.requireNonNull(secretHasher, "secretHasher");
        return this;
    }

    /**
     * Sets where the present rights of owners are asked; by default nowhere, and a token may do what it was granted. With
     * it, a token may do only what its owner may do too, now.
     *
     * @param rights the host's answer
     * @return this builder
     */
    public AccessTokensBuilder ownerScopes(OwnerScopes rights) {
        this.ownerScopes = Objects.requireNonNull(rights, "rights");
        return this;
    }

    /**
     * Sets the clock; by default, the system's.
     *
     * @param instantSource what tells the time
     * @return this builder
     */
    public AccessTokensBuilder clock(InstantSource instantSource) {
        this.clock = Objects.requireNonNull(instantSource, "instantSource");
        return this;
    }

    /**
     * Sets the source of randomness for ids and secrets; by default, a new {@link SecureRandom}.
     *
     * @param secureRandom a source fit for keys
     * @return this builder
     */
    public AccessTokensBuilder random(SecureRandom secureRandom) {
        this.random = Objects.requireNonNull(secureRandom, "secureRandom");
        return this;
    }

    /**
     * Sets how many proven secrets are remembered; by default 100,000, about 32 MB. A token beyond that is hashed again
     * when it comes back.
     *
     * @param proofs at least 1
     * @return this builder
     */
    public AccessTokensBuilder maximumProofs(long proofs) {
        if (proofs < 1) {
            throw new IllegalArgumentException("maximum of " + proofs + " proofs; at least 1 is needed");
        }
        this.maximumProofs = proofs;
        return this;
    }

    /**
     * Sets how many presented secrets are hashed at once. Default: half of the processors, but at least one.
     *
     * <p>It is a ceiling: together they never take more memory than an eighth of the heap, counted by what each stored hash
     * takes. The secrets of new tokens are hashed one at a time besides, within the same memory, so that a flood of
     * verifications does not stop issuing.
     *
     * @param number at least 1
     * @return this builder
     */
    public AccessTokensBuilder hashesAtOnce(int number) {
        if (number < 1) {
            throw new IllegalArgumentException(number + " hashes at once; at least 1 is needed");
        }
        this.hashesAtOnce = number;
        return this;
    }

    /**
     * Sets how long a call waits for its turn to hash before it fails with {@link VerifierOverloadedException}, and, where
     * records are held, how long it waits for a record that another call is reading before it fails with
     * {@link UnavailableException}; by default 5 seconds.
     *
     * @param wait at least zero
     * @return this builder
     */
    public AccessTokensBuilder maximumWait(Duration wait) {
        if (wait.isNegative()) {
            throw new IllegalArgumentException("maximum wait " + wait + " is negative");
        }
        this.maximumWait = wait;
        return this;
    }

    /**
     * Holds records in memory, so that a repeated verification costs no read, and bounds what that means for a revocation:
     * a token is rejected by every verification that begins later than {@code longest} after its revocation was committed,
     * on every node, also through pauses, crashes and outages of the network or the store. By default nothing is held and
     * the bound is zero.
     *
     * <p>A daemon thread then has the change feed read four times within the bound. When it cannot be, the store is read for
     * each verification; when that fails too, nobody is accepted.
     *
     * @param longest 10 milliseconds to a day; zero to hold nothing. Must not be longer than the bound that is recorded in
     *     the store, see {@link TokenRegistry#recordRevocationBound}
     * @return this builder
     * @throws IllegalArgumentException if the bound is out of range, or the store has no change feed
     */
    public AccessTokensBuilder revocationWithin(Duration longest) {
        if (longest.isZero()) {
            this.bound = longest;
            return this;
        }
        if (!(store instanceof ChangeFeed storesFeed)) {
            throw new IllegalArgumentException(
                    "the store has no change feed, so records cannot be held; a revocation bound of " + longest
                            + " needs one");
        }
        return revocationWithin(longest, storesFeed);
    }

    /**
     * Holds records in memory as {@link #revocationWithin(Duration)}, for a store whose feed is an object of its own.
     *
     * @param longest 10 milliseconds to a day
     * @param changeFeed tells every change that is committed to the store; its positions are the store's
     * @return this builder
     * @throws IllegalArgumentException if the bound is out of range
     */
    public AccessTokensBuilder revocationWithin(Duration longest, ChangeFeed changeFeed) {
        if (longest.compareTo(Duration.ofMillis(10)) < 0 || longest.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "revocation bound " + longest + " is not between 10 milliseconds and a day");
        }
        this.bound = longest.truncatedTo(ChronoUnit.MILLIS);
        this.feed = Objects.requireNonNull(changeFeed, "changeFeed");
        return this;
    }

    /**
     * Sets how many records are held where records are held at all; by default 100,000, about 40 MB of small ones. What is
     * pushed out is read again.
     *
     * @param records at least 1
     * @return this builder
     */
    public AccessTokensBuilder maximumRecords(long records) {
        if (records < 1) {
            throw new IllegalArgumentException("maximum of " + records + " records; at least 1 is needed");
        }
        this.maximumRecords = records;
        return this;
    }

    /**
     * Sets the monotonic clock by which leases are measured besides the wall clock; by default, {@link System#nanoTime()}.
     *
     * @param nanoseconds tells nanoseconds since some moment; never runs backwards
     * @return this builder
     */
    public AccessTokensBuilder nanoTime(LongSupplier nanoseconds) {
        this.nanoTime = Objects.requireNonNull(nanoseconds, "nanoseconds");
        return this;
    }

    /**
     * {@return the wired access tokens; to be closed where {@link #revocationWithin} was set}
     *
     * @throws IllegalStateException if this node's revocation bound is longer than the one recorded in the store, or is
     *     zero and the store reads from a replica ({@link ReplicaLookUps}), or one hash takes more memory than an eighth of
     *     the heap
     * @throws UnavailableException if that cannot be told, because the store does not answer
     */
    public AccessTokens build() {
        if (bound.isZero() && store instanceof ReplicaLookUps replica && replica.lookUpsMayLag()) {
            throw new IllegalStateException(
                    "the store reads tokens from a replica, which shows a revocation later than it was"
                            + " acknowledged, so a bound of zero cannot be kept; set revocationWithin(…), or let the store read from"
                            + " the primary");
        }
        SecretHasher chosen = hasher != null ? hasher : Argon2SecretHasher.owasp();
        HashingPermits permits = HashingPermits.within(
                Runtime.getRuntime().maxMemory(), hashesAtOnce, chosen.memoryPerHash(), maximumWait);
        SecretProofs proofs = new SecretProofs(maximumProofs);
        SecretProver prover = new SecretProver(chosen, permits, proofs);
        AcceptedTokens accepted = new AcceptedTokens(new CompiledGrants(policy, GRANTED_SCOPES), ownerScopes);
        Machinery.Following following = bound.isZero() || feed == null ? null : follow(feed);
        TokenSource source =
                following == null ? TokenSource.reading(store) : TokenSource.holding(store, following.records());
        return new AccessTokens(
                new HashingIssuer(store, prover, new IssueRules(policy, expiry, maximumScopes), format, clock, random),
                new StoreVerifier(format, source, store, prover, accepted, clock),
                new StoreRegistry(
                        store,
                        new RecordChanges(store, source),
                        new RevocationWait(store, feedOfTheStore(), nanoTime),
                        clock),
                new Machinery(permits, proofs, prover, following));
    }

    /** {@return the feed that reports what is committed to the store, or null if it has none} */
    private @Nullable ChangeFeed feedOfTheStore() {
        return feed == null && store instanceof ChangeFeed storesFeed ? storesFeed : feed;
    }

    static Duration pollInterval(Duration revocationBound) {
        return revocationBound.dividedBy(POLLS_WITHIN_BOUND);
    }

    private Machinery.Following follow(ChangeFeed changes) {
        RevocationBound allowed = new RevocationBound(store, bound);
        allowed.requireAllowed(changes.position());
        LeaseClock leaseClock = new LeaseClock(clock, nanoTime);
        PositionedReads reads = new PositionedReads(store);
        LeasedRecords<KnownToken> records = new LeasedRecords<>(maximumRecords, leaseClock, maximumWait, reads);
        Duration interval = pollInterval(bound);
        FeedFollower follower = new FeedFollower(changes, records, allowed::inForce, interval);
        return Machinery.Following.begin(records, reads, follower, interval);
    }
}
