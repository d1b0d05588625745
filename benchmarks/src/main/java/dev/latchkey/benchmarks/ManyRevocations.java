package dev.latchkey.benchmarks;

import dev.latchkey.AccessTokens;
import dev.latchkey.token.TokenId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Revokes all tokens of an owner by one call, and as many of another owner one by one, in a PostgreSQL server whose
 * commits reach the disk.
 *
 * <p>Run it with the number of tokens of an owner (10,000), and the number of rounds (5), of which the first warms up.
 * Who begins changes from round to round. It prints both times of each round, and the median of their ratios.
 */
public final class ManyRevocations {

    private final DurablePostgres postgres;
    private final AccessTokens tokens;
    private final int count;
    private int owners;

    private ManyRevocations(DurablePostgres postgres, AccessTokens tokens, int count) {
        this.postgres = postgres;
        this.tokens = tokens;
        this.count = count;
    }

    /**
     * Measures.
     *
     * @param arguments how many tokens of an owner, and how many rounds
     * @throws Exception if a call fails
     */
    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        try (DurablePostgres postgres = new DurablePostgres();
                AccessTokens tokens =
                        AccessTokens.builder(postgres.store()).withoutPrefix().build()) {
            new ManyRevocations(postgres, tokens, count).run(rounds);
        }
    }

    private void run(int rounds) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            double atOnce;
            double oneByOne;
            if (round % 2 == 0) {
                atOnce = atOnce();
                oneByOne = oneByOne();
            } else {
                oneByOne = oneByOne();
                atOnce = atOnce();
            }
            System.out.printf(
                    Locale.ROOT,
                    "%,d tokens: at once %.2f s, one by one %.2f s, %.1f x%s%n",
                    count,
                    atOnce,
                    oneByOne,
                    oneByOne / atOnce,
                    round == 0 ? " (warm-up)" : "");
            if (round > 0 || rounds == 1) {
                ratios.add(oneByOne / atOnce);
            }
        }
        Collections.sort(ratios);
        System.out.printf(Locale.ROOT, "median %.1f x%n", ratios.get(ratios.size() / 2));
    }

    private double atOnce() {
        String owner = nextOwner();
        insert(owner);
        long begin = System.nanoTime();
        int revoked = tokens.ownedBy(owner).revokeAll("benchmark").revoked();
        double seconds = (System.nanoTime() - begin) / 1e9;
        require(revoked == count);
        return seconds;
    }

    private double oneByOne() {
        String owner = nextOwner();
        List<TokenId> ids = insert(owner);
        long begin = System.nanoTime();
        for (TokenId id : ids) {
            require(tokens.ownedBy(owner).revoke(id, "benchmark").orElseThrow().changed());
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private String nextOwner() {
        return "workspaces/" + owners++;
    }

    private List<TokenId> insert(String owner) {
        return postgres.insert(owner, owners * count, count);
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalStateException("a token was not revoked");
        }
    }
}
