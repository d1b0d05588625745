package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenUse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** A service that embeds the library: a clock that a test moves, a store that can fail, a hasher that counts. */
final class Service {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final SettableClock clock = SettableClock.at(START);
    final FakeStore store = new FakeStore(clock);
    final AtomicInteger reads = new AtomicInteger();
    final CountingHasher hasher = new CountingHasher();
    volatile boolean failing;
    volatile boolean readOnly;

    /** Runs at the end of each look-up, as if the look-up had taken that long. */
    volatile Runnable duringRead = () -> {};

    AccessTokensBuilder tokens() {
        return AccessTokens.builder(new FragileStore())
                .withoutPrefix()
                .clock(clock)
                .hasher(hasher);
    }

    AccessTokensBuilder tokensOn(TokenStore other) {
        return AccessTokens.builder(other).withoutPrefix().clock(clock).hasher(hasher);
    }

    static IssueRequest request() {
        return IssueRequest.forOwner("workspaces/acme")
                .grantedByTheService()
                .describedAs("nightly export")
                .withScopes("workspace:read");
    }

    static CountingHasher strongerHasher() {
        return new CountingHasher(new Argon2Parameters(16, 2, 1));
    }

    /** {@return the checksum that belongs behind a text: anybody can compute it} */
    static String checksum(String text) {
        String digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        StringBuilder checksum = new StringBuilder();
        for (long rest = crc.getValue(); checksum.length() < 6; rest /= 62) {
            checksum.insert(0, digits.charAt((int) (rest % 62)));
        }
        return checksum.toString();
    }

    /** {@return a well-formed text for that id, with a secret that is not its secret} */
    static String forged(TokenId id) {
        return BearerToken.generate(id, TokenFormat.plain(), new SecureRandom()).reveal();
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A cheap Argon2, which counts and lets a test act in the middle. */
    static final class CountingHasher implements SecretHasher {
        private final SecretHasher real;
        final AtomicInteger computations = new AtomicInteger();
        volatile Runnable duringMatch = () -> {};
        volatile Runnable duringHash = () -> {};
        volatile long memoryOfNew;
        volatile long memoryOfStored;

        CountingHasher() {
            this(new Argon2Parameters(8, 1, 1));
        }

        CountingHasher(Argon2Parameters costs) {
            this.real = Argon2SecretHasher.of(costs);
        }

        @Override
        public SecretHash hash(BearerToken token) {
            computations.incrementAndGet();
            duringHash.run();
            return real.hash(token);
        }

        @Override
        public boolean matches(BearerToken presented, SecretHash stored) {
            computations.incrementAndGet();
            duringMatch.run();
            return real.matches(presented, stored);
        }

        @Override
        public boolean needsRehash(SecretHash stored) {
            return real.needsRehash(stored);
        }

        @Override
        public long memoryPerHash() {
            return Math.max(memoryOfNew, real.memoryPerHash());
        }

        @Override
        public long memoryFor(SecretHash stored) {
            return Math.max(memoryOfStored, real.memoryFor(stored));
        }
    }

    /** The store with its switches. */
    private final class FragileStore implements TokenStore {

        private TokenStore reading() {
            if (failing) {
                throw new TokenStoreException("switched off");
            }
            return store;
        }

        private TokenStore writing() {
            if (readOnly) {
                throw new TokenStoreException("switched to reading only");
            }
            return reading();
        }

        @Override
        public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            reads.incrementAndGet();
            Snapshot snapshot = reading().findCommitted(ids, notBefore);
            duringRead.run();
            return snapshot;
        }

        @Override
        public Snapshot find(Set<TokenId> ids) {
            reads.incrementAndGet();
            return reading().find(ids);
        }

        @Override
        public boolean write(List<Write> writes) {
            return writing().write(writes);
        }

        @Override
        public int maximumWrites() {
            return store.maximumWrites();
        }

        @Override
        public TokenPage list(TokenQuery query) {
            return reading().list(query);
        }

        @Override
        public Map<TokenId, TokenUse> findUses(Set<TokenId> ids) {
            return reading().findUses(ids);
        }

        @Override
        public void recordUse(Collection<TokenUse> uses) {
            writing().recordUse(uses);
        }
    }
}
