package dev.latchkey.benchmarks.fleet;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Limits;
import dev.latchkey.RevocationReason;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Nodes that verify the same hot tokens on one store, and what can happen to all of them at once. */
final class Fleet implements AutoCloseable {

    private static final int STARTED_AT_ONCE = 32;

    private final CountedStore store;
    private final List<Node> nodes;
    private final ExecutorService starters = Executors.newFixedThreadPool(STARTED_AT_ONCE);

    /**
     * @param size how many nodes, how many hot tokens, and so on
     * @param limits of each node
     */
    Fleet(Size size, Limits limits, CountedStore store, Traffic traffic) {
        this.store = store;
        List<String> texts;
        try (AccessTokens tokens = build(size, limits)) {
            texts = Stream.generate(() -> issue(tokens).reveal())
                    .limit(size.hotTokens())
                    .toList();
        }
        this.nodes = Stream.generate(() -> new Node(() -> build(size, limits), texts, size.callers(), traffic))
                .limit(size.nodes())
                .toList();
    }

    /**
     * @param nodes how many nodes
     * @param hotTokens how many tokens each of them is presented once a second
     * @param bound of a revocation
     * @param callers how many threads of each node present tokens
     */
    record Size(int nodes, int hotTokens, Duration bound, int callers) {}

    /** Secrets are hashed as cheaply as possible, so that what is measured is the store. */
    private AccessTokens build(Size size, Limits limits) {
        return AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .limits(limits.proofs(size.hotTokens() * 2L).records(size.hotTokens() * 2L))
                .revocationWithin(size.bound())
                .build();
    }

    private static IssuedToken issue(AccessTokens tokens) {
        return tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .grantedByTheService()
                        .describedAs("nightly export")
                        .withScopes("workspace:read"));
    }

    /** Starts all nodes anew, with empty caches. */
    void restart() throws Exception {
        forEach(Node::stop);
        forEach(Node::start);
    }

    private void forEach(Consumer<Node> action) throws Exception {
        for (Future<?> done : starters.invokeAll(nodes.stream()
                .map(node -> Executors.callable(() -> action.accept(node)))
                .toList())) {
            done.get();
        }
    }

    void cutOff() {
        store.cutOff();
    }

    void connect() {
        store.connect();
    }

    /** Trims entries of the feed before nodes have read them, so that all nodes evict all records. */
    void loseEntries() {
        try (AccessTokens tokens = AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .build()) {
            IssuedToken revoked = issue(tokens);
            IssuedToken last = issue(tokens);
            tokens.all().revoke(revoked.id(), RevocationReason.CESSATION);
            tokens.all().revoke(last.id(), RevocationReason.CESSATION);
            store.trim(Instant.now().plusSeconds(1), 1_000);
        }
    }

    @Override
    public void close() throws Exception {
        forEach(Node::close);
        starters.shutdown();
    }
}
