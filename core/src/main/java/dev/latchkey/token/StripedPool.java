package dev.latchkey.token;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ready instances of something that costs more to make than to use, and that only one thread at a time may use.
 *
 * <p>Who took an instance gives it back after use, and only if the use went well: one that threw is in no known state, and
 * is dropped by not being given back. Nobody waits for an instance; where none is ready, one is made. So the pool suits
 * virtual threads, which a thread-local would give an instance each.
 *
 * <p>At most a few instances for each processor are kept. The fields are transient because instances may have keys.
 * Thread-safe.
 */
final class StripedPool<T> {

    private static final int SLOTS_PER_PROCESSOR = 4;

    /** How many references lie between two slots, so that processors that use them do not share a cache line. */
    private static final int STRIDE = 16;

    /** 2^64 divided by the golden ratio: successive thread ids, or every n-th, are sent to slots far apart. */
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

    /** {@return an instance that nobody else has} */
    T take() {
        T ready = slots.getAndSet(slot(), null);
        return ready != null ? ready : factory.get();
    }

    /** Lets others take an instance, which the caller uses no more. */
    void giveBack(T instance) {
        slots.lazySet(slot(), instance);
    }

    private int slot() {
        return (int) ((Thread.currentThread().getId() * SPREAD) >>> shift) * STRIDE;
    }
}
