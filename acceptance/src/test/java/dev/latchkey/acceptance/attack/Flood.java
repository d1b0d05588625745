package dev.latchkey.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.TokenVerifier;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.token.VerifierOverloadedException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Threads that present texts as fast as they get answers, until it ends. */
final class Flood {

    static final int THREADS = 200;

    private final TokenVerifier verifier;
    private final Supplier<String> texts;
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicReference<@Nullable Object> unexpected = new AtomicReference<>();
    private final List<Thread> threads;
    private volatile boolean ended;

    private Flood(TokenVerifier verifier, Supplier<String> texts) {
        this.verifier = verifier;
        this.texts = texts;
        this.threads = IntStream.range(0, THREADS)
                .mapToObj(i -> new Thread(this::present, "attacker-" + i))
                .toList();
    }

    static Flood begin(TokenVerifier verifier, Supplier<String> texts) {
        Flood flood = new Flood(verifier, texts);
        flood.threads.forEach(thread -> thread.setDaemon(true));
        flood.threads.forEach(Thread::start);
        return flood;
    }

    private void present() {
        while (!ended) {
            try {
                Object answer = verifier.verify(texts.get());
                if (answer instanceof Rejected) {
                    rejected.incrementAndGet();
                } else {
                    unexpected.set(answer);
                }
            } catch (VerifierOverloadedException e) {
                // The ordinary answer to most of a flood.
            } catch (RuntimeException | Error e) {
                unexpected.set(e);
            }
        }
    }

    /** Nothing is presented any more; what was presented may still wait for its answer. */
    void end() {
        ended = true;
    }

    /** Waits for the last answer. Nobody was accepted, and nothing was thrown but that it is too much. */
    void requireNobodyAccepted() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(unexpected.get()).isNull();
        assertThat(rejected.get()).as("rejected").isPositive();
    }

    long rejected() {
        return rejected.get();
    }
}
