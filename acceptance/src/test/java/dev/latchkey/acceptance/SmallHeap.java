package dev.latchkey.acceptance;

import dev.latchkey.AccessTokens;
import dev.latchkey.Limits;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A process of its own, started with a small heap: prints what became of the library in it. */
final class SmallHeap {

    private static final int CALLERS = 8;

    private SmallHeap() {}

    /** @param arguments {@code build}, or {@code verify} and the memory of each stored hash in KiB */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("build")) {
            build();
        } else {
            verify(Integer.parseInt(arguments[1]));
        }
    }

    private static void build() {
        try {
            AccessTokens.builder(new InMemoryTokenStore()).withoutPrefix().build();
            System.out.println("built");
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
    }

    private static void verify(int memoryKib) throws Exception {
        InMemoryTokenStore store = new InMemoryTokenStore();
        AccessTokens tokens = AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(Argon2SecretHasher.of(Argon2Parameters.light()))
                .limits(Limits.standard().hashesAtOnce(CALLERS).maximumWait(Duration.ofMinutes(5)))
                .build();
        List<Callable<String>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            TokenId id = insert(store, memoryKib);
            callers.add(() -> answer(
                    tokens,
                    BearerToken.generate(id, TokenFormat.plain(), new SecureRandom())
                            .reveal()));
        }

        ExecutorService executor = Executors.newFixedThreadPool(CALLERS);
        Map<String, Integer> answers = new TreeMap<>();
        for (Future<String> answer : executor.invokeAll(callers)) {
            answers.merge(answer.get(), 1, Integer::sum);
        }
        executor.shutdown();
        System.out.println(answers);
    }

    private static TokenId insert(InMemoryTokenStore store, int memoryKib) {
        TokenId id = TokenRecords.newId();
        String hash = "$argon2id$v=19$m=" + memoryKib + ",t=1,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);
        StoreWrites.insert(
                store,
                TokenRecords.ordinary(id)
                        .hash(SecretHash.of(Argon2SecretHasher.SCHEME, hash))
                        .issuedAt(Instant.now())
                        .expiresAt(Instant.now().plus(Duration.ofDays(1)))
                        .build());
        return id;
    }

    private static String answer(AccessTokens tokens, String text) {
        try {
            return tokens.verifier().verify(text) instanceof Rejected rejected
                    ? rejected.reason().name()
                    : "accepted";
        } catch (RuntimeException | Error e) {
            return e.getClass().getSimpleName();
        }
    }
}
