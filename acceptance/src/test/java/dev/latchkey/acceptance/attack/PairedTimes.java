package dev.latchkey.acceptance.attack;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Times two kinds of texts in pairs, and says whether one kind takes longer.
 *
 * <p>The times of a pair are taken one right after the other, in random order, so that whatever the machine does meets both
 * kinds. Their differences are judged by a sign test and by a bootstrap of their median: neither cares how times are
 * distributed, and times are anything but normal.
 */
final class PairedTimes {

    private static final int RESAMPLES = 400;

    private final List<String> one;
    private final List<String> other;
    private final int callsPerTime;
    private final Random random;

    PairedTimes(List<String> one, List<String> other, int callsPerTime, Random random) {
        this.one = one;
        this.other = other;
        this.callsPerTime = callsPerTime;
        this.random = random;
    }

    /** {@return how much longer the first kind takes than the second, pair by pair, in nanoseconds a call} */
    Differences measure(Consumer<String> operation, int pairs) {
        double[] differences = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            String first = one.get(random.nextInt(one.size()));
            String second = other.get(random.nextInt(other.size()));
            boolean inOrder = random.nextBoolean();
            double earlier = nanos(operation, inOrder ? first : second);
            double later = nanos(operation, inOrder ? second : first);
            differences[i] = (inOrder ? earlier - later : later - earlier) / callsPerTime;
        }
        return new Differences(differences);
    }

    private double nanos(Consumer<String> operation, String text) {
        long begin = System.nanoTime();
        for (int i = 0; i < callsPerTime; i++) {
            operation.accept(text);
        }
        return System.nanoTime() - begin;
    }

    /** Differences of pairs. */
    record Differences(double[] values) {

        Differences and(Differences more) {
            double[] all = Arrays.copyOf(values, values.length + more.values.length);
            System.arraycopy(more.values, 0, all, values.length, more.values.length);
            return new Differences(all);
        }

        double median() {
            return median(values.clone());
        }

        private static double median(double[] sample) {
            Arrays.sort(sample);
            return sample[sample.length / 2];
        }

        /**
         * {@return the statistic of the sign test: by how many standard deviations the number of pairs in which the first
         * took longer is off from one half}
         */
        double sign() {
            long longer = Arrays.stream(values).filter(value -> value > 0).count();
            long shorter = Arrays.stream(values).filter(value -> value < 0).count();
            return (longer - shorter) / Math.sqrt(Math.max(1, longer + shorter));
        }

        /** {@return the median's bootstrap interval, of which one resample in a hundred is outside} */
        Interval interval(Random random) {
            double[] medians = new double[RESAMPLES];
            for (int i = 0; i < RESAMPLES; i++) {
                medians[i] = median(random.ints(values.length, 0, values.length)
                        .mapToDouble(at -> values[at])
                        .toArray());
            }
            Arrays.sort(medians);
            return new Interval(medians[RESAMPLES / 200], medians[RESAMPLES - 1 - RESAMPLES / 200]);
        }
    }

    /** Between two numbers of nanoseconds. */
    record Interval(double low, double high) {

        boolean isWithin(double distance) {
            return -distance < low && high < distance;
        }

        boolean isAboveZero() {
            return low > 0;
        }
    }
}
