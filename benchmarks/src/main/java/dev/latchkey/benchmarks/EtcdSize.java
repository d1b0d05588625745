package dev.latchkey.benchmarks;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.etcd.EtcdEngine;
import dev.latchkey.keyvalue.KeyValueTokenStore;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenUse;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.options.CompactOption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How large tokens, their uses and their changes are in the database of a running etcd, and how long lists take.
 *
 * <p>Run it with the address of one member that has nothing else to do, and the number of tokens (10,000). It compacts
 * and defragments that member's database several times, and leaves its keys.
 */
public final class EtcdSize {

    private static final int THREADS = 8;
    private static final int LISTS = 11;
    private static final String[] SCOPES = {"workspace:read@workspaces/acme", "export:write"};

    private final Client client;
    private final String member;
    private final KeyValueTokenStore store;
    private final AccessTokens tokens;
    private final int count;

    private EtcdSize(Client client, String member, int count) {
        this.client = client;
        this.member = member;
        this.count = count;
        this.store = new KeyValueTokenStore(new EtcdEngine(client), "latchkey/", InstantSource.system());
        this.tokens = AccessTokens.builder(store)
                .prefix("acme")
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .build();
    }

    /**
     * Measures.
     *
     * @param arguments the member's address, and how many tokens
     * @throws Exception if a call fails
     */
    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        try (Client client = Client.builder().endpoints(arguments[0]).build()) {
            new EtcdSize(client, arguments[0], count).measure();
        }
    }

    private void measure() throws Exception {
        long empty = compacted();
        List<TokenId> ids = inParallel(this::issue);
        long full = inUse();
        long issued = compacted();
        print("a token, compacted", issued - empty);
        print("a token, and the history of its insertion", full - empty);
        lists(ids);

        record(ids);
        long used = compacted();
        print("its use, compacted", used - issued);

        List<TokenId> rest = new ArrayList<>(ids);
        inParallel(() -> tokens.all().disable(next(rest), "benchmark"));
        print("a change, until the next compaction", inUse() - used);
        long changed = compacted();
        print("of it, the entry in the feed, until it is trimmed", changed - used);
        while (store.trim(Instant.now().plus(Duration.ofHours(1)), 10_000) > 0) {
            // Until only the newest entry is left.
        }
        print("of it, what stays", compacted() - used);
    }

    private TokenId issue() {
        return tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .describedAs("nightly export")
                        .withScopes(SCOPES)
                        .grantedBy("users/42", ScopeSet.parse("*"))
                        .expiringAfter(Duration.ofDays(90)))
                .id();
    }

    private static synchronized TokenId next(List<TokenId> ids) {
        return ids.remove(ids.size() - 1);
    }

    private <T> List<T> inParallel(Callable<T> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(Collections.nCopies(count, call))) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    private void record(List<TokenId> ids) {
        for (int i = 0; i < ids.size(); i += 1_000) {
            store.recordUse(ids.subList(i, Math.min(ids.size(), i + 1_000)).stream()
                    .map(id -> new TokenUse(id, Instant.now(), ScopeSet.parse(String.join(" ", SCOPES))))
                    .toList());
        }
    }

    private void lists(List<TokenId> ids) {
        time("look-up by id", () -> store.findCommitted(Set.of(ids.get(count / 2))));
        time("page of 50, by id", () -> store.list(TokenQuery.all().limit(50)));
        time(
                "page of 50, newest first",
                () -> store.list(TokenQuery.all().newestFirst().limit(50)));
        time(
                "page of 50 of one owner",
                () -> store.list(TokenQuery.all()
                        .ownedBy("workspaces/acme")
                        .newestFirst()
                        .limit(50)));
    }

    private static void time(String what, Runnable call) {
        long[] times = new long[LISTS];
        for (int i = 0; i < LISTS; i++) {
            long begin = System.nanoTime();
            call.run();
            times[i] = System.nanoTime() - begin;
        }
        Arrays.sort(times);
        System.out.printf(Locale.ROOT, "%-52s %,10.1f ms%n", what, times[LISTS / 2] / 1e6);
    }

    /** etcd writes its database every 100 ms. */
    private long inUse() throws Exception {
        Thread.sleep(500);
        return client.getMaintenanceClient().statusMember(member).get().getDbSizeInUse();
    }

    private long compacted() throws Exception {
        long revision = client.getKVClient()
                .get(ByteSequence.from("latchkey/end", StandardCharsets.US_ASCII))
                .get()
                .getHeader()
                .getRevision();
        client.getKVClient()
                .compact(
                        revision,
                        CompactOption.builder().withCompactPhysical(true).build())
                .get();
        Thread.sleep(500);
        client.getMaintenanceClient().defragmentMember(member).get();
        return client.getMaintenanceClient().statusMember(member).get().getDbSize();
    }

    private void print(String what, long bytes) {
        System.out.printf(Locale.ROOT, "%-52s %,10.0f bytes%n", what, (double) bytes / count);
    }
}
