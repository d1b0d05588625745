package dev.latchkey.acceptance.attack;

import java.lang.management.ManagementFactory;

/**
 * What is reachable in the heap: what is in use right after a full collection. The peak of the pools would count garbage
 * that nobody had a reason to collect yet.
 */
final class LiveHeap {

    private LiveHeap() {}

    static long bytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
