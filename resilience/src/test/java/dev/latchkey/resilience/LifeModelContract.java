package dev.latchkey.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import dev.latchkey.Authorization.Permitted;
import dev.latchkey.IssuePolicy;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Rotation;
import dev.latchkey.StoredToken;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.port.TokenStore;
import dev.latchkey.resilience.LifeModel.Token;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.SettableClock;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random operations on the lives of some tokens, by two nodes in turn: after each, every token is what the model says.
 *
 * <p>{@code -Dlatchkey.life-runs} says how many runs, by default 20; {@code -Dlatchkey.life-seed} repeats one.
 */
public abstract class LifeModelContract {

    private static final int RUNS = Integer.getInteger("latchkey.life-runs", 20);
    private static final int STEPS = 60;
    private static final int MOST_TOKENS = 12;
    private static final String OWNER = "workspaces/acme";
    private static final List<Set<String>> GRANTS =
            List.of(Set.of("a"), Set.of("a:b"), Set.of("a:b", "a:c"), Set.of("a:b:c"), Set.of("d"));

    /** For subclasses. */
    protected LifeModelContract() {}

    /** {@return an empty store; asked once for each run} */
    protected abstract TokenStore store();

    @Test
    void every_token_is_what_the_model_says() {
        long first = Long.getLong("latchkey.life-seed", new Random().nextInt(1_000_000));
        int runs = System.getProperty("latchkey.life-seed") == null ? RUNS : 1;
        for (long seed = first; seed < first + runs; seed++) {
            try {
                new Run(store(), new Random(seed)).play();
            } catch (AssertionError e) {
                throw new AssertionError("-Dlatchkey.life-seed=" + seed, e);
            }
        }
    }

    /** One run, and what was done so far. */
    private static final class Run {
        private final Random random;
        private final SettableClock clock = SettableClock.at(Instant.parse("2028-02-28T23:59:50Z"));
        private final LifeModel model = new LifeModel();
        private final List<AccessTokens> nodes = new ArrayList<>();
        private final List<String> done = new ArrayList<>();

        Run(TokenStore store, Random random) {
            this.random = random;
            for (int i = 0; i < 2; i++) {
                nodes.add(AccessTokens.builder(store)
                        .withoutPrefix()
                        .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                        .clock(clock)
                        .issuePolicy(
                                IssuePolicy.standard().allowingTokensToIssue().allowingNever())
                        .build());
            }
        }

        void play() {
            for (int i = 0; i < STEPS; i++) {
                step();
                model.tokens.forEach(this::compare);
            }
        }

        private AccessTokens node() {
            return nodes.get(random.nextInt(nodes.size()));
        }

        private long now() {
            return clock.instant().toEpochMilli();
        }

        private Set<String> grant() {
            return GRANTS.get(random.nextInt(GRANTS.size()));
        }

        private void step() {
            String id = id();
            Token token = model.tokens.get(id);
            int kind = random.nextInt(id == null || model.tokens.size() < 3 ? 2 : 12);
            done.add(kind + " " + id + " at " + clock.instant());
            switch (kind) {
                case 0, 1 -> issue();
                case 2 -> issueChild(TokenId.of(id), token);
                case 3 -> rotate(TokenId.of(id), token);
                case 4 -> narrow(TokenId.of(id), token);
                case 5 -> shorten(TokenId.of(id), token);
                case 6 -> {
                    node().all().disable(TokenId.of(id), "model");
                    token.disabled |= !token.revoked;
                }
                case 7 -> {
                    node().all().enable(TokenId.of(id));
                    token.disabled &= token.revoked;
                }
                case 8 -> {
                    node().all().revoke(TokenId.of(id), "model");
                    token.revoked = true;
                }
                case 9 -> cutOff();
                default -> moveClock();
            }
        }

        private @Nullable String id() {
            List<String> ids = List.copyOf(model.tokens.keySet());
            return ids.isEmpty() ? null : ids.get(random.nextInt(ids.size()));
        }

        private void issue() {
            if (model.tokens.size() < MOST_TOKENS) {
                Set<String> scopes = grant();
                long life = 1 + random.nextInt(60_000);
                IssueRequest request = request(scopes).grantedByTheService();
                boolean endless = random.nextInt(4) == 0;
                IssuedToken issued = node().issuer()
                        .issue(endless ? request.neverExpiring() : request.expiringAfter(Duration.ofMillis(life)));
                put(
                        issued,
                        new Token(issued.reveal(), now(), endless ? LifeModel.NEVER : now() + life, scopes, List.of()));
            }
        }

        private static IssueRequest request(Set<String> scopes) {
            return IssueRequest.forOwner(OWNER).describedAs("model").withScopes(set(scopes));
        }

        private static ScopeSet set(Set<String> scopes) {
            return ScopeSet.parse(String.join(" ", scopes));
        }

        private void put(IssuedToken issued, Token token) {
            model.tokens.put(issued.id().toString(), token);
        }

        private void issueChild(TokenId id, Token parent) {
            if (model.tokens.size() == MOST_TOKENS
                    || !(node().verifier().verify(parent.secret) instanceof Verified verified)) {
                return;
            }
            model.present(parent, now());
            Set<String> scopes = grant();
            boolean allowed = LifeModel.covers(parent.scopes, scopes);
            Optional<IssuedToken> child =
                    attempt(() -> node().issuer().issue(request(scopes).grantedBy(verified.token())));
            assertThat(child.isPresent()).as("child of %s, %s", id, done).isEqualTo(allowed);
            child.ifPresent(issued -> put(
                    issued,
                    new Token(
                            issued.reveal(),
                            now(),
                            Math.min(now() + Duration.ofDays(90).toMillis(), parent.expiresAt),
                            scopes,
                            parent.lineOfChildren())));
        }

        private void rotate(TokenId id, Token old) {
            if (model.tokens.size() == MOST_TOKENS) {
                return;
            }
            long overlap = random.nextInt(3) == 0 ? 0 : random.nextInt(20_000);
            Rotation rotation = Rotation.overlapping(Duration.ofMillis(overlap));
            boolean firstUse = random.nextBoolean();
            boolean allowed = model.state(old, now()) == StoredToken.State.LIVE && !old.replaced;
            Optional<IssuedToken> successor = attempt(() -> (IssuedToken) node().all()
                    .rotate(id, firstUse ? rotation.endingAtFirstUse() : rotation)
                    .orElseThrow()
                    .successor());
            assertThat(successor.isPresent()).as("rotation of %s, %s", id, done).isEqualTo(allowed);
            successor.ifPresent(issued -> {
                long end = old.expiresAt == LifeModel.NEVER ? LifeModel.NEVER : now() + old.expiresAt - old.issuedAt;
                Token token = new Token(issued.reveal(), now(), end, old.scopes, old.ancestors);
                token.endsAtFirstUse = firstUse ? old : null;
                put(issued, token);
                old.replaced = true;
                old.expiresAt = Math.min(old.expiresAt, now() + overlap);
            });
        }

        private void narrow(TokenId id, Token token) {
            Set<String> scopes = grant();
            boolean allowed = LifeModel.covers(token.scopes, scopes);
            boolean narrowed =
                    attempt(() -> node().all().narrow(id, set(scopes))).isPresent();
            assertThat(narrowed).as("narrowing of %s, %s", id, done).isEqualTo(allowed);
            token.scopes = allowed ? scopes : token.scopes;
        }

        private void shorten(TokenId id, Token token) {
            long end = now() + random.nextInt(40_000) - 5_000;
            boolean allowed = end >= now() && end <= token.expiresAt;
            boolean shortened = attempt(() -> node().all().shorten(id, Instant.ofEpochMilli(end)))
                    .isPresent();
            assertThat(shortened).as("shortening of %s, %s", id, done).isEqualTo(allowed);
            token.expiresAt = allowed ? end : token.expiresAt;
        }

        private void cutOff() {
            if (random.nextInt(5) == 0) {
                long time = now() - random.nextInt(30_000);
                node().administration().rejectIssuedBefore(Instant.ofEpochMilli(time));
                model.cutOff = Math.max(model.cutOff, time);
            }
        }

        /** To the very instant at which a token ends, or some time on or back; seldom by years. */
        private void moveClock() {
            List<Long> ends = model.tokens.values().stream()
                    .map(token -> token.expiresAt)
                    .filter(end -> end != LifeModel.NEVER)
                    .toList();
            long by = switch (random.nextInt(8)) {
                case 0 -> ends.isEmpty() ? 0 : ends.get(random.nextInt(ends.size())) - now();
                case 1 -> ends.isEmpty() ? 0 : ends.get(random.nextInt(ends.size())) - now() - 1;
                case 2 -> -random.nextInt(10_000);
                case 3 -> random.nextInt(30) == 0 ? Duration.ofDays(3_652).toMillis() : 1;
                case 4 -> random.nextInt(30) == 0 ? Duration.ofDays(-3_652).toMillis() : 0;
                default -> random.nextInt(5_000);
            };
            clock.advance(Duration.ofMillis(by));
        }

        private static <T> Optional<T> attempt(Supplier<T> operation) {
            try {
                return Optional.of(operation.get());
            } catch (IllegalArgumentException | IllegalStateException e) {
                return Optional.empty();
            }
        }

        private void compare(String id, Token token) {
            assertThat(node().all().find(TokenId.of(id)).orElseThrow().state(clock.instant()))
                    .as("state of %s, %s", id, done)
                    .isEqualTo(model.state(token, now()));
            RejectionReason expected = model.present(token, now());
            Verification answer = node().verifier().verify(token.secret);
            assertThat(answer instanceof Rejected rejected ? rejected.reason() : null)
                    .as("%s, %s", id, done)
                    .isEqualTo(expected);
            if (expected == null) {
                for (String scope : List.of("a", "a:b", "a:b:c", "a:c", "d")) {
                    assertThat(node().verifier().authorize(token.secret, Scope.of(scope)) instanceof Permitted)
                            .as("%s for %s, %s", scope, id, done)
                            .isEqualTo(LifeModel.covers(token.scopes, Set.of(scope)));
                }
            }
        }
    }
}
