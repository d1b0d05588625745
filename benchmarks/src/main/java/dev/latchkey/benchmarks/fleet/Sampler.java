package dev.latchkey.benchmarks.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Takes a {@link Sample} each tenth of a second, until it is closed. */
final class Sampler implements AutoCloseable {

    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(Sample.MILLIS);

    private final MeasuredServer server;
    private final CountedStore store;
    private final Traffic traffic;
    private final List<Sample> samples = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    Sampler(MeasuredServer server, CountedStore store, Traffic traffic) {
        this.server = server;
        this.store = store;
        this.traffic = traffic;
        this.thread = new Thread(this::run, "sampler");
        thread.setDaemon(true);
        thread.setPriority(Thread.MAX_PRIORITY);
        thread.start();
    }

    private void run() {
        Reading before = Reading.of(server, store, traffic);
        while (!closed) {
            LockSupport.parkNanos(before.nanos() + NANOS - System.nanoTime());
            if (System.nanoTime() - before.nanos() >= NANOS) {
                Reading now = Reading.of(server, store, traffic);
                synchronized (samples) {
                    samples.addAll(now.since(before));
                }
                before = now;
            }
        }
    }

    /** {@return how many samples were taken} */
    int taken() {
        synchronized (samples) {
            return samples.size();
        }
    }

    /** {@return the samples from the number on} */
    List<Sample> from(int number) {
        synchronized (samples) {
            return List.copyOf(samples.subList(number, samples.size()));
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** All counters at one time. */
    private record Reading(
            long nanos, long lookUps, long tokens, long polls, long accepted, long unavailable, long cpu) {

        static Reading of(MeasuredServer server, CountedStore store, Traffic traffic) {
            return new Reading(
                    System.nanoTime(),
                    store.lookUps(),
                    store.tokens(),
                    store.polls(),
                    traffic.accepted().sum(),
                    traffic.unavailable().sum(),
                    server.cpuNanos());
        }

        /** A reading that was late is spread over the samples that are missing. */
        List<Sample> since(Reading before) {
            long passed = nanos - before.nanos;
            int parts = (int) Math.max(1, Math.round((double) passed / NANOS));
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < parts; i++) {
                samples.add(new Sample(
                        part(lookUps - before.lookUps, i, parts),
                        part(tokens - before.tokens, i, parts),
                        part(polls - before.polls, i, parts),
                        part(accepted - before.accepted, i, parts),
                        part(unavailable - before.unavailable, i, parts),
                        (double) (cpu - before.cpu) / passed));
            }
            return samples;
        }

        private static long part(long whole, int i, int parts) {
            return whole * (i + 1) / parts - whole * i / parts;
        }
    }
}
