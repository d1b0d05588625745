package dev.latchkey.keyvalue;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Refuses some commits, as if another writer had come first. */
final class RacingEngine extends MemoryEngine {

    private final AtomicInteger refused = new AtomicInteger();
    private volatile int percent;

    RacingEngine(EngineLimits limits, int percent) {
        super(limits);
        this.percent = percent;
    }

    @Override
    public boolean commit(EngineCommit commit) {
        if (ThreadLocalRandom.current().nextInt(100) < percent) {
            refused.incrementAndGet();
            return false;
        }
        return super.commit(commit);
    }

    void refuse(int newPercent) {
        percent = newPercent;
    }

    int refused() {
        return refused.get();
    }
}
