package dev.latchkey.benchmarks.fleet;

import java.util.List;

/**
 * What happened to a fleet, and what followed.
 *
 * @param name what happened
 * @param samples from {@link #BEFORE} samples before the event on
 * @param end the number of samples before the end of the event
 * @param normalAfter the number of samples from the end of the event until all was normal; -1 if it was not
 */
record Event(String name, List<Sample> samples, int end, int normalAfter) {

    /** How many samples were taken before the event. */
    static final int BEFORE = 5;

    Event {
        samples = List.copyOf(samples);
    }

    Sample total() {
        return samples.subList(BEFORE, samples.size()).stream().reduce(Sample.NOTHING, Sample::plus);
    }

    String timeToNormal() {
        return normalAfter < 0 ? "more than 20 s" : "%.1f s".formatted(normalAfter * Sample.MILLIS / 1e3);
    }
}
