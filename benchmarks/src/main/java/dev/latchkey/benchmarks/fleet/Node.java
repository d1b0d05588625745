package dev.latchkey.benchmarks.fleet;

import dev.latchkey.AccessTokens;
import dev.latchkey.Verification.Verified;
import dev.latchkey.token.UnavailableException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A verifying node, and the threads of its requests: together they present every hot token once a second. Restarting
 * the node leaves these threads, as a load balancer leaves clients.
 */
final class Node implements AutoCloseable {

    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<AccessTokens> start;
    private final Traffic traffic;
    private volatile @Nullable AccessTokens running;
    private volatile boolean closed;

    /**
     * @param start starts the node
     * @param texts the hot tokens
     * @param callers how many threads present them
     */
    Node(Supplier<AccessTokens> start, List<String> texts, int callers, Traffic traffic) {
        this.start = start;
        this.traffic = traffic;
        for (int i = 0; i < callers; i++) {
            List<String> share = share(texts, i, callers);
            Callers.start(() -> present(share));
        }
    }

    private static List<String> share(List<String> texts, int caller, int callers) {
        return texts.subList(texts.size() * caller / callers, texts.size() * (caller + 1) / callers);
    }

    void start() {
        running = start.get();
    }

    void stop() {
        AccessTokens stopping = running;
        running = null;
        if (stopping != null) {
            stopping.close();
        }
    }

    private void present(List<String> share) {
        long next = System.nanoTime() + ThreadLocalRandom.current().nextLong(ROUND_NANOS);
        while (!closed) {
            for (long rest = next - System.nanoTime(); rest > 0; rest = next - System.nanoTime()) {
                LockSupport.parkNanos(rest);
            }
            share.forEach(this::present);
            next = Math.max(next + ROUND_NANOS, System.nanoTime());
        }
    }

    private void present(String text) {
        AccessTokens node = running;
        if (node == null) {
            return;
        }
        try {
            if (node.verifier().verify(text) instanceof Verified) {
                traffic.accepted().increment();
            } else {
                traffic.rejected().increment();
            }
        } catch (UnavailableException e) {
            traffic.unavailable().increment();
        }
    }

    @Override
    public void close() {
        closed = true;
        stop();
    }
}
