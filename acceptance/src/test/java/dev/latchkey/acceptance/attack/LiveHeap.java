package dev.latchkey.acceptance.attack;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/**
 * What is reachable in the heap: what a full collection left. The peak of the pools, or what is in use some time after the
 * collection, would count garbage that nobody had a reason to collect yet: other threads go on.
 */
final class LiveHeap {

    private LiveHeap() {}

    static long bytes() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }
}
