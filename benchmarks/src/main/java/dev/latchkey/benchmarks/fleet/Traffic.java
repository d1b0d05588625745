package dev.latchkey.benchmarks.fleet;

import java.util.concurrent.atomic.LongAdder;

/**
 * The answers of all nodes.
 *
 * @param accepted verifications that accepted a token
 * @param rejected those that rejected one, although all are valid
 * @param unavailable those that could not be decided
 */
record Traffic(LongAdder accepted, LongAdder rejected, LongAdder unavailable) {

    Traffic() {
        this(new LongAdder(), new LongAdder(), new LongAdder());
    }
}
