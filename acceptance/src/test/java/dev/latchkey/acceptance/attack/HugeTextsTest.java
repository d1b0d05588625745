package dev.latchkey.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.latchkey.acceptance.attack.Target.Owned;
import dev.latchkey.token.RejectionReason;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a service allocates for a text of a mebibyte, besides the text that its server has read already. */
class HugeTextsTest {

    private static final int LENGTH = 1 << 20;
    private static final int THREADS = 50;
    private static final int CALLS = 100;
    private static final ThreadMXBean ALLOCATIONS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void a_text_of_a_mebibyte_takes_less_than_a_kibibyte() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Target target = Target.with(Target.cheapest())) {
            Owned hot = target.hotToken();
            List<Callable<Long>> calls = IntStream.range(0, THREADS)
                    .<Callable<Long>>mapToObj(i -> () -> allocatedFor(target, huge(hot, i)))
                    .toList();

            long most = 0;
            for (Future<Long> allocated : threads.invokeAll(calls)) {
                most = Math.max(most, allocated.get());
            }

            assertThat(most).isLessThan(1024L * CALLS);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long allocatedFor(Target target, String text) {
        long before = ALLOCATIONS.getThreadAllocatedBytes(Thread.currentThread().getId());
        boolean rejected = true;
        for (int i = 0; i < CALLS; i++) {
            rejected &= target.rejects(text, RejectionReason.MALFORMED);
        }
        long allocated =
                ALLOCATIONS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(rejected).isTrue();
        return allocated;
    }

    /** {@return a text that is nothing, or begins or ends as a token, or is a token again and again} */
    private static String huge(Owned token, int kind) {
        String nothing = (kind % 2 == 0 ? "A" : "\u20ac").repeat(LENGTH);
        return switch (kind % 4) {
            case 0 -> nothing;
            case 1 -> token.text() + nothing;
            case 2 -> nothing + token.text();
            default -> token.text().repeat(LENGTH / token.text().length());
        };
    }
}
