package dev.latchkey.acceptance.secrecy;

import dev.latchkey.AccessToken;
import dev.latchkey.AccessTokens;
import dev.latchkey.AccessTokensBuilder;
import dev.latchkey.Administration;
import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.Authorization.Permitted;
import dev.latchkey.Change;
import dev.latchkey.Issuance.AlreadyIssued;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.RotatedToken;
import dev.latchkey.StoredToken;
import dev.latchkey.TokenList;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.change.BulkRevoker;
import dev.latchkey.change.Eraser;
import dev.latchkey.change.ExpiryNotices;
import dev.latchkey.change.IdleExpiry;
import dev.latchkey.change.RevocationBound;
import dev.latchkey.change.RevocationWait;
import dev.latchkey.change.Sweeper;
import dev.latchkey.change.TokenChanges;
import dev.latchkey.change.TokenChanges.RecordChange;
import dev.latchkey.change.TokenEvents;
import dev.latchkey.change.Trail;
import dev.latchkey.change.UseBuffer;
import dev.latchkey.change.UseRecorder;
import dev.latchkey.change.UsesStatement;
import dev.latchkey.http.BearerCredentials;
import dev.latchkey.http.BearerErrors;
import dev.latchkey.http.BearerGate;
import dev.latchkey.http.BodyStyle;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.lease.FeedFollower;
import dev.latchkey.lease.FeedPoller;
import dev.latchkey.lease.Heartbeats;
import dev.latchkey.lease.Heartbeats.Times;
import dev.latchkey.lease.LeaseClock;
import dev.latchkey.lease.LeasedRecords;
import dev.latchkey.lease.PositionedReads;
import dev.latchkey.lease.RecordLoader;
import dev.latchkey.lease.TokenSource;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenEventListener;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.Write;
import dev.latchkey.proof.HashingPermits;
import dev.latchkey.proof.SecretProofs;
import dev.latchkey.proof.SecretProver;
import dev.latchkey.scope.Scope;
import dev.latchkey.testkit.DelegatingTokenIssuer;
import dev.latchkey.testkit.DelegatingTokenVerifier;
import dev.latchkey.testkit.SettableClock;
import dev.latchkey.testkit.store.DelegatingTokenStore;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.ChecksumKey;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.SecretDigest;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenRecordBuilder;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Action;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One token that was issued, stored and verified, and an instance of each public type that leads to its secret. */
final class Specimens implements AutoCloseable {

    final Traces traces = new Traces();
    final Map<Class<?>, Object> byType;
    private final AccessTokens tokens;

    Specimens() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        ChecksumKey checksumKey = ChecksumKey.of(key);
        TokenFormat format = TokenFormat.withPrefix("acme").keyed(checksumKey);
        SettableClock clock = SettableClock.at(Instant.parse("2026-01-01T00:00:00Z"));
        InMemoryTokenStore store = new InMemoryTokenStore(clock);
        AccessTokensBuilder builder = AccessTokens.builder(store)
                .clock(clock)
                .format(format)
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .revocationWithin(Duration.ofMinutes(1));
        this.tokens = builder.build();
        IssuedToken issued = tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .grantedByTheService()
                        .describedAs("nightly export")
                        .withScopes("workspace:read"));
        TokenId id = issued.id();
        // Once from the store, once from memory.
        Verified verified = (Verified) tokens.verifier().verify(issued.reveal());
        tokens.verifier().verify(issued.reveal());

        BearerToken bearer = BearerToken.parse(issued.reveal(), format).orElseThrow();
        TokenRecord record = store.find(id).orElseThrow();
        SecretHash hash = record.hash();
        SecretProofs proofs = new SecretProofs(10);
        proofs.remember(bearer, hash);
        LeaseClock leaseClock = new LeaseClock(clock, System::nanoTime);
        LeasedRecords<TokenRecord> records = new LeasedRecords<>(10, leaseClock);
        RecordLoader<TokenRecord> loader = new RecordLoader<>(
                records, (ids, notBefore) -> store.findCommitted(ids).records(), 1, Duration.ofSeconds(1));
        loader.load(id);
        FeedFollower follower =
                new FeedFollower(store, records, position -> Duration.ofMinutes(1), Duration.ofSeconds(1));
        TokenSource<TokenRecord> source = TokenSource.reading(store, (each, state) -> each);
        TokenChanges changes = new TokenChanges(
                store,
                Trail.none(store),
                new TokenChanges.Listener() {
                    @Override
                    public void tokenChanged(TokenId changed) {
                        source.forget(changed);
                    }

                    @Override
                    public void stateChanged() {
                        source.forgetAll();
                    }
                },
                TokenEvents.none());
        RecordChange unchanged = changes.change(
                        id, each -> true, new Act(Instant.EPOCH, null, Action.ENABLED, null), each -> each)
                .orElseThrow();
        SecretProver prover = new SecretProver(
                Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)),
                HashingPermits.within(1 << 30, 1, 8 * 1024, Duration.ofSeconds(1)),
                proofs);
        AccessToken accessToken = verified.token();
        BearerGate gate = new BearerGate(tokens.verifier(), BearerErrors.of("acme", BodyStyle.CODE));
        List<String> header = List.of("Bearer " + issued.reveal());

        String[] phc = hash.text().split("\\$");
        traces.andText(issued.reveal().substring("acme_".length() + TokenId.LENGTH + 1))
                .andBytes(bearer.revealHashedBytes())
                .andBytes(Base64.getUrlDecoder().decode(secret(issued)))
                .andBytes(sha256(bearer.revealHashedBytes()))
                .andBytes(sha256(secret(issued).getBytes(StandardCharsets.US_ASCII)))
                .andText(hash.text().substring("$argon2id$v=19$".length()))
                .andBytes(Base64.getDecoder().decode(phc[4]))
                .andBytes(Base64.getDecoder().decode(phc[5]))
                .andBytes(key);
        this.byType = Map.ofEntries(
                Map.entry(BearerToken.class, bearer),
                Map.entry(SecretHash.class, hash),
                Map.entry(SecretDigest.class, SecretDigest.of(bearer)),
                Map.entry(ChecksumKey.class, checksumKey),
                Map.entry(TokenFormat.class, format),
                Map.entry(TokenRecord.class, record),
                Map.entry(TokenRecordBuilder.class, record.toBuilder()),
                Map.entry(Snapshot.class, store.findCommitted(Set.of(id))),
                Map.entry(TokenPage.class, store.list(TokenQuery.all())),
                Map.entry(
                        TokenPage.Entry.class,
                        store.list(TokenQuery.all()).entries().get(0)),
                Map.entry(IssuedToken.class, issued),
                Map.entry(RotatedToken.class, new RotatedToken(issued, issued.stored(), 0)),
                Map.entry(AlreadyIssued.class, new AlreadyIssued(issued.stored())),
                Map.entry(IssueRequest.class, IssueRequest.forOwner("o").grantedBy(accessToken)),
                Map.entry(Trail.class, Trail.none(store)),
                Map.entry(StoredToken.class, issued.stored()),
                Map.entry(TokenList.class, new TokenList(List.of(issued.stored()), List.of(), Optional.empty())),
                Map.entry(AccessToken.class, accessToken),
                Map.entry(Verified.class, verified),
                Map.entry(Permitted.class, new Permitted(accessToken)),
                Map.entry(
                        InsufficientScope.class,
                        tokens.verifier().authorize(issued.reveal(), Scope.of("workspace:write"))),
                Map.entry(Change.class, new Change(issued.stored(), issued.stored(), false)),
                Map.entry(Administration.class, tokens.administration()),
                Map.entry(TokenSource.class, source),
                Map.entry(PositionedReads.class, new PositionedReads<>(store, (each, state) -> each)),
                Map.entry(TokenChanges.class, changes),
                Map.entry(
                        TokenEvents.class,
                        TokenEvents.to(List.of(TokenEventListener.logging()), 10, store, InstantSource.system())),
                Map.entry(UseRecorder.class, new UseRecorder(store, new UseBuffer(10), Duration.ofHours(1))),
                Map.entry(UsesStatement.class, new UsesStatement(store, changes)),
                Map.entry(RecordChange.class, unchanged),
                Map.entry(
                        BulkRevoker.class,
                        new BulkRevoker(
                                store, changes, TokenQuery.all(), new Intervention(clock.instant(), null, "left"))),
                Map.entry(
                        Eraser.class,
                        new Eraser(store, changes, "o", new Intervention(clock.instant(), null, "erased"))),
                Map.entry(ExpiryNotices.class, new ExpiryNotices(store, changes, (token, before) -> {}, () -> true)),
                Map.entry(IdleExpiry.class, new IdleExpiry(store, changes, () -> true)),
                Map.entry(Sweeper.class, new Sweeper(store, changes, () -> true)),
                Map.entry(Write.Insert.class, new Write.Insert(record)),
                Map.entry(Write.Update.class, new Write.Update(record, record.withDescription("other"))),
                Map.entry(Write.Delete.class, new Write.Delete(record)),
                Map.entry(RevocationBound.class, new RevocationBound(store, changes, Duration.ofMinutes(1))),
                Map.entry(RevocationWait.class, new RevocationWait(store, store, System::nanoTime)),
                Map.entry(SecretProver.class, prover),
                Map.entry(AccessTokens.class, tokens),
                Map.entry(AccessTokensBuilder.class, builder),
                Map.entry(SecretProofs.class, proofs),
                Map.entry(LeasedRecords.class, records),
                Map.entry(RecordLoader.class, loader),
                Map.entry(FeedFollower.class, follower),
                Map.entry(
                        Heartbeats.class,
                        new Heartbeats(
                                store, store, leaseClock, new Times(Duration.ofMinutes(1), Duration.ofSeconds(1)))),
                Map.entry(FeedPoller.class, new FeedPoller(follower, Duration.ofHours(1))),
                Map.entry(InMemoryTokenStore.class, store),
                Map.entry(DelegatingTokenIssuer.class, new DelegatingTokenIssuer(tokens.issuer())),
                Map.entry(DelegatingTokenVerifier.class, new DelegatingTokenVerifier(tokens.verifier())),
                Map.entry(DelegatingTokenStore.class, new DelegatingTokenStore<>(store)),
                Map.entry(BearerCredentials.Presented.class, BearerCredentials.from(header)),
                Map.entry(BearerGate.class, gate),
                Map.entry(BearerGate.Passed.class, gate.check(header, Scope.of("workspace:read"))));
    }

    /** {@return the 43 characters of the secret} */
    private static String secret(IssuedToken issued) {
        int start = issued.reveal().indexOf('.') + 1;
        return issued.reveal().substring(start, start + 43);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return something that has the token's secret where everybody can read it, in every form} */
    static Map<String, Object> leaksOf(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.US_ASCII);
        StringBuilder hex = new StringBuilder();
        StringBuilder percent = new StringBuilder();
        for (byte each : bytes) {
            hex.append("%02X".formatted(each));
            percent.append("%%%02x".formatted(each));
        }
        return Map.of(
                "raw", secret,
                "base64", Base64.getEncoder().encodeToString(bytes),
                "hex", hex.toString(),
                "percent", percent.toString(),
                "bytes", bytes,
                "chars after others", "x" + secret + "x",
                "half", secret.substring(secret.length() / 2),
                "numbers", Arrays.toString(bytes).replace(" ", ""));
    }

    @Override
    public void close() {
        ((FeedPoller) byType.get(FeedPoller.class)).close();
        tokens.close();
    }
}
