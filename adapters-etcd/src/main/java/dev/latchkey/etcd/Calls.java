package dev.latchkey.etcd;

import dev.latchkey.port.TokenStoreException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a call while nobody has answered it, and returns the first answer.
 *
 * <p>A member that stands still keeps its connections, so a call to it does not fail: it waits. The client sends each
 * call to the next member in turn, so that a repetition normally reaches another one.
 */
final class Calls {

    /** What a member returns that has lost its leader or is ending, or a connection that broke. */
    private static final Set<Status.Code> PASSING = EnumSet.of(
            Status.Code.UNAVAILABLE,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.CANCELLED,
            Status.Code.ABORTED,
            Status.Code.INTERNAL,
            Status.Code.UNKNOWN);

    private final Duration deadline;

    Calls(Duration deadline) {
        this.deadline = deadline;
    }

    /**
     * {@return the first answer}
     *
     * @param patience how long to wait for an answer before the first repetition; each further one waits twice as long
     * @param call begins a call; repeating it must do no harm
     * @throws StatusRuntimeException if etcd refused the call for a reason that remains
     * @throws TokenStoreException if there was no answer within the deadline
     */
    <T> T first(Duration patience, Supplier<CompletableFuture<T>> call) throws InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        AtomicReference<@Nullable StatusRuntimeException> failure = new AtomicReference<>();
        long end = System.nanoTime() + deadline.toNanos();
        for (long wait = patience.toNanos(); ; wait *= 2) {
            call.get().thenAccept(answer::complete).exceptionally(thrown -> {
                StatusRuntimeException reason = Status.fromThrowable(thrown).asRuntimeException();
                failure.set(reason);
                if (!PASSING.contains(reason.getStatus().getCode())) {
                    answer.completeExceptionally(reason);
                }
                return null;
            });
            long left = end - System.nanoTime();
            try {
                return answer.get(Math.min(wait, left), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (left <= wait) {
                    throw new TokenStoreException(
                            "etcd did not answer within " + deadline.toMillis() + " ms", failure.get());
                }
            } catch (ExecutionException e) {
                throw Status.fromThrowable(e).asRuntimeException();
            }
        }
    }
}
