package dev.latchkey;

import dev.latchkey.HousekeepingRuns.RecordedUses;
import dev.latchkey.HousekeepingRuns.Stored;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.change.HousekeepingThread;
import dev.latchkey.change.RevocationWait;
import dev.latchkey.change.TokenChanges;
import dev.latchkey.change.TokenEvents;
import dev.latchkey.change.Trail;
import dev.latchkey.change.UseBuffer;
import dev.latchkey.change.UseRecorder;
import dev.latchkey.change.UsesStatement;
import dev.latchkey.lease.CompiledGrants;
import dev.latchkey.lease.Heartbeats;
import dev.latchkey.lease.TokenSource;
import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeTrail;
import dev.latchkey.port.ReplicaLookUps;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.port.StoreDecorator;
import dev.latchkey.port.TokenStore;
import dev.latchkey.proof.HashingPermits;
import dev.latchkey.proof.SecretProofs;
import dev.latchkey.proof.SecretProver;
import dev.latchkey.proof.VerifiedTokens;
import dev.latchkey.token.TokenEvent.Expiring;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenRecord;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes the parts of one node from the settings of a builder, and joins them. For one use. */
final class Assembly {

    /** Scopes cached in compiled grants: some hundred bytes each. */
    private static final long GRANTED_SCOPES = 100_000;

    private final AccessTokensBuilder settings;
    private final TokenStore store;
    private final TokenFormat format;
    private final HashingPermits permits;
    private final SecretProofs proofs;
    private final SecretProver prover;
    private final CompiledGrants grants;
    private final OwnerRights owners;
    private final @Nullable CachedRecords cached;
    private final TokenSource<VerifiableToken> source;
    private final @Nullable ChangeFeed feed;
    private final @Nullable ChangeTrail trail;
    private final TokenEvents events;
    private final TokenChanges changes;
    private final @Nullable UseBuffer uses;

    /**
     * @throws IllegalStateException if a promise cannot be kept with these settings
     * @throws dev.latchkey.token.UnavailableException if the store does not answer, so that this cannot be checked
     */
    Assembly(AccessTokensBuilder settings) {
        this.settings = settings;
        this.store = settings.store;
        this.format = requireFormat(settings);
        requireReadsWithinBound(settings);
        if (settings.requiringHeartbeats) {
            Heartbeats.requirePossible(settings.bound);
        }
        requireHousekeeping(settings);
        SecretHasher hasher = settings.hasher != null ? settings.hasher : Argon2SecretHasher.owasp();
        this.permits = HashingPermits.within(
                Runtime.getRuntime().maxMemory(),
                settings.limits.hashesAtOnce(),
                hasher.memoryPerHash(),
                settings.limits.maximumWait());
        this.proofs = new SecretProofs(settings.limits.proofs());
        this.prover = new SecretProver(hasher, permits, proofs);
        this.grants = new CompiledGrants(settings.policy, GRANTED_SCOPES);
        this.owners = new OwnerRights(grants, settings.ownerScopes);
        this.cached = settings.bound.isZero() || settings.feed == null
                ? null
                : CachedRecords.following(settings.feed, settings);
        this.source = cached == null ? TokenSource.reading(store, VerifiableToken::new) : cached.source();
        this.feed = settings.feed != null ? settings.feed : StoreDecorator.capability(store, ChangeFeed.class);
        this.trail = settings.keepingTrail ? StoreDecorator.capability(store, ChangeTrail.class) : null;
        this.events = settings.listeners.isEmpty()
                ? TokenEvents.none()
                : TokenEvents.to(settings.listeners, settings.limits.events(), store, settings.clock);
        this.changes = new TokenChanges(
                store,
                trail == null ? Trail.none(store) : Trail.kept(store, trail, settings.random),
                new Forgetting(source),
                events);
        this.uses = settings.useInterval == null ? null : new UseBuffer(settings.limits.records());
    }

    /**
     * {@return the access tokens}
     *
     * <p>The statement about uses comes after every check, so that a node which does not start does not make it.
     */
    AccessTokens tokens() {
        try {
            stateUses(new UsesStatement(store, changes));
        } catch (RuntimeException e) {
            stopThreads();
            throw e;
        }
        return join();
    }

    private void stateUses(UsesStatement statement) {
        if (uses != null) {
            statement.makeTrue(settings.clock.instant());
        } else if (settings.notRecordingUses) {
            statement.end();
        } else {
            statement.requireNone();
        }
    }

    private void stopThreads() {
        events.stop();
        if (cached != null) {
            cached.close();
        }
    }

    private AccessTokens join() {
        StoredTokenReader reader = new StoredTokenReader(store);
        IssueRules rules = new IssueRules(
                settings.policy, settings.issuePolicy, owners, new Grantors(store, reader), new LiveTokens(store));
        NewSecrets secrets = new NewSecrets(format, settings.random, prover);
        RetiredTokens retired = new RetiredTokens(store, changes, settings.revokingFamilyOnReuse, settings.clock);
        Outcomes outcomes = new Outcomes(
                events, events.isOn() ? new VerifiedTokens(settings.limits.proofs()) : null, settings.clock);
        HousekeepingRuns runs = new HousekeepingRuns(
                new Stored(store, feed, trail, recordedUses()),
                changes,
                events.isOn() ? this::announce : null,
                settings.clock);
        return new AccessTokens(
                new HashingIssuer(changes, secrets, rules, reader, settings.clock),
                verifier(retired, outcomes),
                StoredTokens.all(new TokenOperations(
                        store,
                        changes,
                        reader,
                        new UsageReader(store, settings.policy),
                        rules,
                        new TokenRotation(store, changes, reader, rules, secrets, settings.clock),
                        new LeakedSecrets(format, store, prover, settings.clock),
                        new RevocationWait(store, feed, settings.nanoTime),
                        events,
                        settings.clock)),
                new Administration(store, feed, changes, runs),
                new NodeResources(
                        permits, proofs, prover, outcomes, events, cached, recorder(), runs, keepHouse(runs)));
    }

    private @Nullable RecordedUses recordedUses() {
        return settings.useInterval == null
                ? null
                : new RecordedUses(settings.useInterval, () -> changes.state().usesRecordedSince());
    }

    private @Nullable UseRecorder recorder() {
        return uses == null || settings.useInterval == null ? null : new UseRecorder(store, uses, settings.useInterval);
    }

    private TokenVerifier verifier(RetiredTokens retired, Outcomes outcomes) {
        return new ProvingVerifier(
                format, source, changes, prover, grants, owners, retired, outcomes, settings.clock, uses);
    }

    private void announce(TokenRecord token, Duration before) {
        Instant end = token.lifecycle().expiresAt();
        if (end != null) {
            events.send(new Expiring(settings.clock.instant(), token.subject(), end, before));
        }
    }

    /** {@return the thread that was started, or null} */
    private @Nullable HousekeepingThread keepHouse(HousekeepingRuns runs) {
        Housekeeping policy = settings.housekeeping;
        if (policy == null) {
            return null;
        }
        return new HousekeepingThread(continues -> runs.run(policy, continues), settings.housekeepingInterval);
    }

    private static TokenFormat requireFormat(AccessTokensBuilder settings) {
        if (settings.format == null) {
            throw new IllegalStateException("tokens need a prefix, by which a leaked one is found:"
                    + " builder.prefix(\"acme\"), or by name builder.withoutPrefix()");
        }
        return settings.format;
    }

    private static void requireReadsWithinBound(AccessTokensBuilder settings) {
        ReplicaLookUps replica = StoreDecorator.capability(settings.store, ReplicaLookUps.class);
        if (settings.bound.isZero() && replica != null && replica.lookUpsMayLag()) {
            throw new IllegalStateException(
                    "the store reads tokens from a replica, which shows a revocation later than it"
                            + " was acknowledged, so a bound of zero cannot be kept; set revocationWithin(…), or let the store read"
                            + " from the primary");
        }
    }

    private static void requireHousekeeping(AccessTokensBuilder settings) {
        if (settings.housekeeping != null) {
            HousekeepingRuns.requirePossible(
                    settings.housekeeping, !settings.listeners.isEmpty(), settings.useInterval != null);
        }
    }
}
