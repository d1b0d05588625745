package dev.latchkey;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeTrail;
import dev.latchkey.port.OwnerScopes;
import dev.latchkey.port.ReplicaLookUps;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.port.StoreDecorator;
import dev.latchkey.port.TokenEventListener;
import dev.latchkey.port.TokenStore;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.UnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link AccessTokens}. Only the store and the prefix are required; all defaults are safe.
 *
 * <p>Not thread-safe; the built object is.
 */
public final class AccessTokensBuilder {

    final TokenStore store;

    @Nullable TokenFormat format;

    ScopePolicy policy = ScopePolicy.hierarchical();
    IssuePolicy issuePolicy = IssuePolicy.standard();

    @Nullable SecretHasher hasher;

    @Nullable OwnerScopes ownerScopes;

    InstantSource clock = InstantSource.system();
    SecureRandom random = new SecureRandom();
    Limits limits = Limits.standard();
    Duration bound = Duration.ZERO;

    @Nullable ChangeFeed feed;

    boolean requiringHeartbeats;

    final List<TokenEventListener> listeners = new ArrayList<>();

    boolean keepingTrail;
    boolean revokingFamilyOnReuse;

    @Nullable Duration useInterval;

    boolean notRecordingUses;

    @Nullable Housekeeping housekeeping;

    Duration housekeepingInterval = Duration.ZERO;
    LongSupplier nanoTime = System::nanoTime;

    AccessTokensBuilder(TokenStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * Sets the prefix of tokens, by which scanners of source code and logs find leaked ones.
     *
     * @param prefix such as {@code acme} or {@code acme_live}; see {@link TokenFormat#withPrefix}
     * @return this builder
     * @throws IllegalArgumentException if it is not a prefix
     */
    public AccessTokensBuilder prefix(String prefix) {
        return format(TokenFormat.withPrefix(prefix));
    }

    /**
     * Issues tokens without a prefix. Scanners cannot see which service issued them.
     *
     * @return this builder
     */
    public AccessTokensBuilder withoutPrefix() {
        return format(TokenFormat.plain());
    }

    /**
     * Sets the format of tokens, for more than a prefix: keyed checksums, older formats that are still accepted.
     *
     * @param tokenFormat the format
     * @return this builder
     */
    public AccessTokensBuilder format(TokenFormat tokenFormat) {
        this.format = Objects.requireNonNull(tokenFormat, "tokenFormat");
        return this;
    }

    /**
     * Sets the meaning of scopes. Default: {@link ScopePolicy#hierarchical()}.
     *
     * @param scopePolicy the policy
     * @return this builder
     */
    public AccessTokensBuilder scopePolicy(ScopePolicy scopePolicy) {
        this.policy = Objects.requireNonNull(scopePolicy, "scopePolicy");
        return this;
    }

    /**
     * Sets the limits on issued tokens. Default: {@link IssuePolicy#standard()}.
     *
     * @param policyOfIssue the policy
     * @return this builder
     */
    public AccessTokensBuilder issuePolicy(IssuePolicy policyOfIssue) {
        this.issuePolicy = Objects.requireNonNull(policyOfIssue, "policyOfIssue");
        return this;
    }

    /**
     * Sets this node's limits on caches, concurrent computations and waits. Default: {@link Limits#standard()}.
     *
     * @param capacity the limits
     * @return this builder
     */
    public AccessTokensBuilder limits(Limits capacity) {
        this.limits = Objects.requireNonNull(capacity, "capacity");
        return this;
    }

    /**
     * Sets the hasher of secrets. Default: Argon2id with the OWASP profile.
     *
     * @param secretHasher the hasher
     * @return this builder
     */
    public AccessTokensBuilder hasher(SecretHasher secretHasher) {
        this.hasher = Objects.requireNonNull(secretHasher, "secretHasher");
        return this;
    }

    /**
     * Limits tokens by the current rights of their owners: a token can be issued with, and may do, only what its owner
     * may do now. Default: none; a token may do what it was granted.
     *
     * @param rights the host's answer
     * @return this builder
     */
    public AccessTokensBuilder ownerScopes(OwnerScopes rights) {
        this.ownerScopes = Objects.requireNonNull(rights, "rights");
        return this;
    }

    /**
     * Sets the clock. Default: the system's.
     *
     * @param instantSource the clock
     * @return this builder
     */
    public AccessTokensBuilder clock(InstantSource instantSource) {
        this.clock = Objects.requireNonNull(instantSource, "instantSource");
        return this;
    }

    /**
     * Sets the source of randomness for ids and secrets. Default: a new {@link SecureRandom}.
     *
     * @param secureRandom a source fit for keys
     * @return this builder
     */
    public AccessTokensBuilder random(SecureRandom secureRandom) {
        this.random = Objects.requireNonNull(secureRandom, "secureRandom");
        return this;
    }

    /**
     * Caches records in memory, so that a repeated verification costs no read, and bounds the delay of revocations:
     * every verification that begins later than {@code longest} after the commit of a revocation rejects the token, on
     * every node, also through pauses, crashes and outages of the network or the store. Default: nothing is cached, and
     * the bound is zero.
     *
     * <p>A daemon thread starts four reads of the change feed within the bound. If the feed cannot be read, each
     * verification reads the store; if that fails too, no token is accepted.
     *
     * @param longest 10 milliseconds to a day; zero to cache nothing. At most the bound that is recorded in the store,
     *     see {@link Administration#recordRevocationBound}
     * @return this builder
     * @throws IllegalArgumentException if the bound is out of range, or the store has no change feed
     */
    public AccessTokensBuilder revocationWithin(Duration longest) {
        if (longest.isZero()) {
            this.bound = longest;
            return this;
        }
        ChangeFeed storesFeed = StoreDecorator.capability(store, ChangeFeed.class);
        if (storesFeed == null) {
            throw new IllegalArgumentException(
                    "the store has no change feed, so records cannot be cached; a revocation bound of " + longest
                            + " needs one");
        }
        return revocationWithin(longest, storesFeed);
    }

    /**
     * Caches records in memory as {@link #revocationWithin(Duration)}, for a store whose feed is a separate object.
     *
     * @param longest 10 milliseconds to a day
     * @param changeFeed reports every change that is committed to the store; its positions are the store's
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
     * Accepts tokens only while the store takes writes: the cached ones, and those that are read. So a node that still
     * reaches a primary database which was replaced, by a standby that was promoted, or a database that stands still, stops
     * accepting tokens within the bound. For clusters whose failover loses no acknowledged write.
     *
     * <p>One node of all writes a heartbeat, an entry of the change feed, each quarter of the bound; another takes over
     * if it does not. A node whose feed shows none reads records from the store after it wrote one itself. If the store
     * does not take it, verification throws {@link UnavailableException}. The feed is read eight times within the bound.
     *
     * <p>Default: not required; a node accepts what the database it reaches shows. Set it on all nodes: it protects those
     * that set it. Trim the feed ({@link Housekeeping}): with a bound of a second, heartbeats are 14,400 entries an hour.
     *
     * @return this builder
     */
    public AccessTokensBuilder requiringHeartbeats() {
        this.requiringHeartbeats = true;
        return this;
    }

    /**
     * Revokes all tokens of a chain of rotations when a rotated token is presented with its secret after its overlap:
     * either its owner's client was not updated, or somebody else has the secret. Default: reuse is only reported, as
     * {@link dev.latchkey.token.RejectionReason#REUSED}.
     *
     * @return this builder
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2">RFC 9700, section 4.14.2</a>
     */
    public AccessTokensBuilder revokingFamilyOnReuse() {
        this.revokingFamilyOnReuse = true;
        return this;
    }

    /**
     * Writes each change of a token to the store's durable trail, in the transaction of the change: the actor, the
     * action, and the token before and after. {@link Tokens#trail} reads the trail, {@link Administration#trimTrail}
     * deletes old entries.
     *
     * <p>Default: no trail is kept.
     *
     * @return this builder
     * @throws IllegalArgumentException if the store has no trail ({@link ChangeTrail})
     */
    public AccessTokensBuilder keepingTrail() {
        if (StoreDecorator.capability(store, ChangeTrail.class) == null) {
            throw new IllegalArgumentException("the store has no durable trail of changes (ChangeTrail)");
        }
        this.keepingTrail = true;
        return this;
    }

    /**
     * Adds a listener, which receives the events of this node: changes of tokens, rejections, reuses, leaks. May be called
     * several times; each listener has a thread and a queue of its own ({@link Limits#events}), so a slow one delays
     * neither requests nor the others. Default: none.
     *
     * @param listener such as {@link TokenEventListener#logging()}
     * @return this builder
     */
    public AccessTokensBuilder listener(TokenEventListener listener) {
        this.listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Records when tokens are used and for which scopes, and writes that once a minute; see
     * {@link #recordingUses(Duration)}.
     *
     * @return this builder
     */
    public AccessTokensBuilder recordingUses() {
        return recordingUses(Duration.ofMinutes(1));
    }

    /**
     * Records when tokens are used, and which of their scopes {@link TokenVerifier#authorize} needed, for
     * {@link Tokens#usage} and {@link Tokens#leastPrivilege}. Uses are counted in memory, for at most as many tokens as
     * {@link Limits#records}, and written in batches by a daemon thread; no request waits for that. If this process is
     * killed, the uses since the last write are lost; {@link AccessTokens#close()} writes them.
     *
     * <p>Default: not recorded. The first node that records states in the store since when; a node that does not record
     * is refused from then on, unless it is built with {@link #notRecordingUses()}.
     *
     * @param interval the longest time from one write to the next; 10 milliseconds to a day. Several nodes do not write
     *     at the same time
     * @return this builder
     * @throws IllegalArgumentException if it is out of that range
     */
    public AccessTokensBuilder recordingUses(Duration interval) {
        if (interval.compareTo(Duration.ofMillis(10)) < 0 || interval.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "interval " + interval + " of writing uses is not between 10 milliseconds and a day");
        }
        this.useInterval = interval;
        this.notRecordingUses = false;
        return this;
    }

    /**
     * Does not record uses, and ends the store's statement that every node does: {@link Tokens#leastPrivilege} then
     * proposes nothing until a node is built with {@link #recordingUses()} again.
     *
     * @return this builder
     */
    public AccessTokensBuilder notRecordingUses() {
        this.useInterval = null;
        this.notRecordingUses = true;
        return this;
    }

    /**
     * Carries out housekeeping on this node: one daemon thread runs the policy, first after a part of the interval, at
     * most 10 minutes, and then after each interval, which varies by a tenth at random. A run that fails is counted
     * ({@link Statistics#housekeeping()}), logged and repeated by the next one. {@link AccessTokens#close()} ends the
     * thread. Set it on one node or on all of them.
     *
     * <p>Default: no thread; a host that has a scheduler calls {@link Administration#sweep(Housekeeping)}.
     *
     * @param housekeepingPolicy what to delete, end and announce
     * @param interval between two runs, a minute to a week
     * @return this builder
     * @throws IllegalArgumentException if the interval is out of that range
     */
    public AccessTokensBuilder housekeeping(Housekeeping housekeepingPolicy, Duration interval) {
        if (interval.compareTo(Duration.ofMinutes(1)) < 0 || interval.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException(
                    "interval of housekeeping " + interval + " is not between a minute and a week");
        }
        this.housekeeping = Objects.requireNonNull(housekeepingPolicy, "housekeepingPolicy");
        this.housekeepingInterval = interval;
        return this;
    }

    /**
     * Sets the monotonic clock that measures leases besides the wall clock. Default: {@link System#nanoTime()}.
     *
     * @param nanoseconds returns nanoseconds since a fixed moment; never goes backwards
     * @return this builder
     */
    public AccessTokensBuilder nanoTime(LongSupplier nanoseconds) {
        this.nanoTime = Objects.requireNonNull(nanoseconds, "nanoseconds");
        return this;
    }

    /**
     * {@return the access tokens; close them if {@link #revocationWithin} or {@link #housekeeping} was set or a listener
     * added}
     *
     * @throws IllegalStateException if neither a prefix nor a format is set nor {@link #withoutPrefix()} called; if this
     *     node's revocation bound is longer than the one recorded in the store, or is zero and the store reads from a replica
     *     ({@link ReplicaLookUps}); if heartbeats are required and the bound is less than 100 milliseconds; if one hash takes
     *     more memory than an eighth of the heap; or if the bound would be recorded in the caller's transaction
     * @throws UnavailableException if the store does not answer, so that this cannot be checked
     */
    public AccessTokens build() {
        return new Assembly(this).tokens();
    }
}
