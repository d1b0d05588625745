package dev.latchkey.benchmarks;

import dev.latchkey.AccessTokens;
import dev.latchkey.port.JoinsCallerTransactions;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** Changes of tokens in a PostgreSQL server whose commits reach the disk. */
final class ChangeBenchmark implements AutoCloseable {

    private static final int TOKENS = 10_000;

    private final DurablePostgres postgres = new DurablePostgres();
    private final AccessTokens combining;
    private final AccessTokens alone;
    private final AtomicInteger changes = new AtomicInteger();

    ChangeBenchmark() throws IOException {
        combining = AccessTokens.builder(postgres.store()).withoutPrefix().build();
        alone = AccessTokens.builder(alwaysJoined(postgres.store()))
                .withoutPrefix()
                .build();
        postgres.insert("workspaces/acme", 0, TOKENS);
    }

    /** {@return a changed token: each is disabled, and the next time enabled} */
    Object change() {
        return change(combining);
    }

    Object changeAlone() {
        return change(alone);
    }

    private Object change(AccessTokens tokens) {
        int number = changes.getAndIncrement();
        TokenId id = TokenId.of(0, number % TOKENS);
        return number / TOKENS % 2 == 0
                ? tokens.all().disable(id, "benchmark")
                : tokens.all().enable(id);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }

    /** {@return the store, as if callers always had a transaction, so that no changes are combined} */
    private static TokenStore alwaysJoined(TokenStore store) {
        return (TokenStore) Proxy.newProxyInstance(
                ChangeBenchmark.class.getClassLoader(),
                new Class<?>[] {TokenStore.class, JoinsCallerTransactions.class},
                (proxy, method, arguments) ->
                        method.getName().equals("afterCommit") ? null : method.invoke(store, arguments));
    }
}
