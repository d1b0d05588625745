package dev.latchkey.benchmarks.fleet;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Starts threads that mostly wait, as many as a whole fleet has: virtual ones, if the JDK has them (21 or later). */
final class Callers {

    private static final long STACK_BYTES = 256 << 10;

    private static final @Nullable MethodHandle VIRTUAL = virtual();

    private Callers() {}

    private static @Nullable MethodHandle virtual() {
        try {
            return MethodHandles.lookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    static void start(Runnable work) {
        if (VIRTUAL == null) {
            Thread thread = new Thread(null, work, "caller", STACK_BYTES);
            thread.setDaemon(true);
            thread.start();
            return;
        }
        try {
            Thread started = (Thread) VIRTUAL.invokeExact(work);
            started.setName("caller");
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
