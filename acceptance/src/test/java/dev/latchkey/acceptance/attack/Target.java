package dev.latchkey.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import dev.latchkey.AccessTokensBuilder;
import dev.latchkey.IssueRequest;
import dev.latchkey.Limits;
import dev.latchkey.TokenVerifier;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A node that holds records and is attacked, and another one that issues, so that the first has proven nothing yet. */
final class Target implements AutoCloseable {

    /** Long enough that no lease ends by a pause of the machine. */
    private static final Duration BOUND = Duration.ofMinutes(1);

    final CountingStore store = new CountingStore();
    final WitnessHasher hasher;
    final AccessTokens node;
    private final AccessTokens issuing;
    private final Argon2Parameters costs;

    private Target(Argon2Parameters costs, UnaryOperator<AccessTokensBuilder> settings) {
        Argon2SecretHasher real = Argon2SecretHasher.of(costs);
        this.costs = costs;
        this.hasher = new WitnessHasher(real);
        this.issuing = AccessTokens.builder(store).withoutPrefix().hasher(real).build();
        this.node = settings.apply(AccessTokens.builder(store)
                        .withoutPrefix()
                        .hasher(hasher)
                        .limits(Limits.standard().hashesAtOnce(1))
                        .revocationWithin(BOUND))
                .build();
        until(() -> node.statistics().records().feed().leaseAge().isPresent());
    }

    static Target with(Argon2Parameters costs) {
        return with(costs, builder -> builder);
    }

    static Target with(Argon2Parameters costs, UnaryOperator<AccessTokensBuilder> settings) {
        return new Target(costs, settings);
    }

    /** {@return costs at which whatever computes once too often is told by a count, not by the time it takes} */
    static Argon2Parameters cheapest() {
        return new Argon2Parameters(8, 1, 1);
    }

    TokenVerifier verifier() {
        return node.verifier();
    }

    Owned coldToken() {
        return issued(issuing);
    }

    /** {@return a token of the format that {@link Forger#keyed()} gives, which is not proven yet} */
    Owned coldKeyedToken() {
        return issued(AccessTokens.builder(store)
                .hasher(Argon2SecretHasher.of(costs))
                .format(Forger.keyed())
                .build());
    }

    /** {@return a token that the attacked node itself issued} */
    Owned issue() {
        return issued(node);
    }

    private static Owned issued(AccessTokens tokens) {
        var issued = tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .grantedByTheService()
                        .describedAs("nightly export")
                        .withScopes("workspace:read"));
        return new Owned(issued.id(), issued.reveal());
    }

    Owned hotToken() {
        Owned token = coldToken();
        assertThat(accepts(token)).isTrue();
        return token;
    }

    List<Owned> hotTokens(int number) {
        return IntStream.range(0, number).mapToObj(i -> hotToken()).toList();
    }

    /** {@return ids of valid tokens whose secrets nobody has: their hashes are as expensive to check as any} */
    List<TokenId> coldIds(int number) {
        return IntStream.range(0, number).mapToObj(i -> coldId()).toList();
    }

    private TokenId coldId() {
        Instant now = Instant.now();
        String hash = "$argon2id$v=19$" + costs + "$" + base64(16) + "$" + base64(32);
        TokenId id = TokenRecords.newId();
        assertThat(StoreWrites.insert(
                        store,
                        TokenRecords.ordinary(id)
                                .hash(SecretHash.of(Argon2SecretHasher.SCHEME, hash))
                                .issuedAt(now)
                                .expiresAt(now.plus(Duration.ofDays(1)))
                                .build()))
                .isTrue();
        return id;
    }

    private static String base64(int length) {
        byte[] bytes = new byte[length];
        ThreadLocalRandom.current().nextBytes(bytes);
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    boolean accepts(Owned token) {
        return verifier().verify(token.text()) instanceof Verified;
    }

    boolean rejects(String text, RejectionReason reason) {
        return verifier().verify(text) instanceof Rejected rejected && rejected.reason() == reason;
    }

    @Override
    public void close() {
        node.close();
    }

    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("a minute is over").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** A token as its owner has it. */
    record Owned(TokenId id, String text) {
        @Override
        public String toString() {
            return id.toString();
        }
    }
}
