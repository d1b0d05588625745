package dev.latchkey.token;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pool of instances that are more expensive to create than to use, and that only one thread at a time may use.
 *
 * <p>A caller returns an instance only if its use succeeded; after an exception the instance is in an unknown state,
 * and is dropped. Nobody waits for an instance: if none is ready, a new one is created. So the pool suits virtual
 * threads, for which a thread-local would create an instance each.
 *
 * <p>The pool keeps at most a few instances for each processor. The fields are transient because instances may contain
 * keys. Thread-safe.
 */
final class StripedPool<T> {

    private static final int SLOTS_PER_PROCESSOR = 4;

    /** The distance between two slots, in references, so that they are in different cache lines. */
    private static final int STRIDE = 16;

    /** 2^64 divided by the golden ratio: successive thread ids, or every n-th, map to distant slots. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final transient Supplier<T> factory;
    private final transient AtomicReferenceArray<@Nullable T> slots;
    private final transient int shift;

    StripedPool(Supplier<T> factory) {
        this(factory, SLOTS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
    }

    /** @param atLeast how many instances are kept, rounded up to a power of two; at least 2 */
    StripedPool(Supplier<T> factory, int atLeast) {
        this.factory = factory;
        this.shift = Integer.numberOfLeadingZeros(atLeast - 1) + Integer.SIZE;
        this.slots = new AtomicReferenceArray<>((1 << (Long.SIZE - shift)) * STRIDE);
    }

    /** {@return an instance for exclusive use} */
    T take() {
        T ready = slots.getAndSet(slot(), null);
        return ready != null ? ready : factory.get();
    }

    /** Returns an instance, which the caller must not use any more. */
    void giveBack(T instance) {
        slots.lazySet(slot(), instance);
    }

    private int slot() {
        return (int) ((Thread.currentThread().getId() * SPREAD) >>> shift) * STRIDE;
    }
}
