package dev.latchkey.acceptance.attack;

import dev.latchkey.port.SecretHasher;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The real hasher, and a witness of how often it checked secrets for whom, and how many checks ran at once. */
final class WitnessHasher implements SecretHasher {

    private final SecretHasher real;
    private final AtomicLong computations = new AtomicLong();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnceOfOneId = new AtomicInteger();
    private final ConcurrentMap<TokenId, Integer> runningById = new ConcurrentHashMap<>();
    private final ConcurrentMap<TokenId, Integer> computationsById = new ConcurrentHashMap<>();

    WitnessHasher(SecretHasher real) {
        this.real = real;
    }

    long computations() {
        return computations.get();
    }

    int mostAtOnce() {
        return mostAtOnce.get();
    }

    int mostAtOnceOfOneId() {
        return mostAtOnceOfOneId.get();
    }

    int computationsFor(TokenId id) {
        return computationsById.getOrDefault(id, 0);
    }

    @Override
    public SecretHash hash(BearerToken token) {
        return real.hash(token);
    }

    @Override
    public boolean matches(BearerToken presented, SecretHash stored) {
        mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
        mostAtOnceOfOneId.accumulateAndGet(runningById.merge(presented.id(), 1, Integer::sum), Math::max);
        try {
            return real.matches(presented, stored);
        } finally {
            running.decrementAndGet();
            runningById.computeIfPresent(presented.id(), (key, count) -> count == 1 ? null : count - 1);
            computations.incrementAndGet();
            computationsById.merge(presented.id(), 1, Integer::sum);
        }
    }

    @Override
    public boolean needsRehash(SecretHash stored) {
        return real.needsRehash(stored);
    }

    @Override
    public long memoryPerHash() {
        return real.memoryPerHash();
    }

    @Override
    public long memoryFor(SecretHash stored) {
        return real.memoryFor(stored);
    }
}
