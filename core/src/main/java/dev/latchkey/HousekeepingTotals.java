package dev.latchkey;

import java.util.concurrent.atomic.LongAdder;

/** What the runs of housekeeping on this node did, added up. Thread-safe. */
final class HousekeepingTotals {

    private final LongAdder runs = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder deleted = new LongAdder();
    private final LongAdder idle = new LongAdder();
    private final LongAdder notices = new LongAdder();
    private final LongAdder trimmedFeed = new LongAdder();
    private final LongAdder trimmedTrail = new LongAdder();

    /** Adds what a run did, whether a part of it failed or not. */
    void add(Housekeeping.Report report) {
        deleted.add(report.deleted());
        idle.add(report.idle());
        notices.add(report.notices());
        trimmedFeed.add(report.trimmed().feed());
        trimmedTrail.add(report.trimmed().trail());
    }

    /** Counts the end of a run. */
    void ended(boolean completed) {
        (completed ? runs : failures).increment();
    }

    Statistics.Housekeeping statistics() {
        return new Statistics.Housekeeping(
                runs.sum(),
                failures.sum(),
                deleted.sum(),
                idle.sum(),
                notices.sum(),
                new Housekeeping.Trimmed(trimmedFeed.sum(), trimmedTrail.sum()));
    }
}
