package dev.latchkey.lease;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.Interleavings;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A find that begins when a change has been told never gives what was stored before it. */
class LeasedRecordsInterleavingTest {

    private static final TokenId ID = TokenId.of(1, 2);
    private static final TokenId OTHER = TokenId.of(1, 3);

    @Test
    void under_a_lease_a_change_that_was_told_is_seen() {
        check(Forgetting.class);
    }

    @Test
    void under_a_lease_a_change_after_which_all_was_forgotten_is_seen() {
        check(ForgettingAll.class);
    }

    @Test
    void without_a_lease_a_change_is_seen_that_nobody_told() {
        check(WithoutLease.class);
    }

    @Test
    void a_change_is_seen_although_loads_are_as_old_as_they_may_be() {
        Interleavings.check(FromACopyThatIsBehind.class, 2, 2);
    }

    @Test
    void under_a_lease_a_change_is_seen_although_records_are_read_together() {
        Interleavings.check(ReadTogether.class, 3, 1);
    }

    @Test
    void a_position_that_is_published_after_the_record_was_forgotten_is_found() {
        assertThatExceptionOfType(LincheckAssertionError.class)
                .isThrownBy(() -> Interleavings.check(PublishesThePositionLate.class, 2, 2));
    }

    @Test
    void under_a_lease_that_begins_meanwhile_a_change_before_it_is_seen() {
        Interleavings.check(UnderALeaseThatBegins.class, 2, 2);
    }

    @Test
    void a_memory_that_reads_the_record_before_the_lease_is_found() {
        assertThatExceptionOfType(LincheckAssertionError.class)
                .isThrownBy(() -> Interleavings.check(ReadsTheRecordBeforeTheLease.class, 2, 2));
    }

    @Test
    void a_memory_that_holds_whatever_it_read_is_found() {
        assertThatExceptionOfType(LincheckAssertionError.class).isThrownBy(() -> check(HoldsWhateverItRead.class));
    }

    @Test
    void a_memory_that_forgets_the_record_before_the_load_is_found() {
        assertThatExceptionOfType(LincheckAssertionError.class).isThrownBy(() -> check(ForgetsTheRecordFirst.class));
    }

    private static void check(Class<? extends Law> law) {
        Interleavings.check(law, 2, 3);
    }

    /** A store of one number that only grows, and a memory of it. */
    public abstract static class Law {

        final AtomicInteger stored = new AtomicInteger();
        private final AtomicInteger told = new AtomicInteger();

        abstract void tell();

        abstract int read();

        @Operation
        public void change() {
            int value = stored.incrementAndGet();
            tell();
            told.accumulateAndGet(value, Math::max);
        }

        /** {@return whether it was at least as new as the newest change that had been told before} */
        @Operation
        public boolean find() {
            int newest = told.get();
            return read() >= newest;
        }
    }

    /** The memory under test, with clocks that move at each look. */
    private abstract static class OfRecords extends Law {

        private final AtomicLong nanos = new AtomicLong();
        private final LeaseClock clock = new LeaseClock(() -> Instant.ofEpochMilli(0), nanos::incrementAndGet);
        final LeasedRecords<Integer> records = new LeasedRecords<>(10, clock);
        private final TokenSource<Integer> source = Finding.by(
                new RecordLoader<>(records, new SingleReads<>((id, notBefore) -> stored.get()), 4, Duration.ofDays(1)));

        void lease() {
            records.advance(new FeedPosition("0.7"));
            records.renew(clock.stamp(), Duration.ofDays(1));
        }

        @Override
        int read() {
            return source.find(ID);
        }
    }

    public static class Forgetting extends OfRecords {

        public Forgetting() {
            lease();
        }

        @Override
        void tell() {
            records.forget(ID);
        }
    }

    public static class ForgettingAll extends OfRecords {

        public ForgettingAll() {
            lease();
        }

        @Override
        void tell() {
            records.forgetAll();
        }
    }

    public static class WithoutLease extends OfRecords {

        @Override
        void tell() {}
    }

    /** Loads read from a store that is as old as the position lets it be. */
    public static class FromACopyThatIsBehind extends Law {

        private final AtomicLong nanos = new AtomicLong();
        private final LeaseClock clock = new LeaseClock(() -> Instant.ofEpochMilli(0), nanos::incrementAndGet);
        final LeasedRecords<Integer> records = new LeasedRecords<>(10, clock);
        final TokenSource<Integer> source = Finding.by(new RecordLoader<>(
                records,
                new SingleReads<>((id, notBefore) -> notBefore == null
                        ? stored.get()
                        : Integer.parseInt(
                                notBefore.text().substring(0, notBefore.text().indexOf('.')))),
                readsAtOnce(),
                Duration.ofDays(1)));

        public FromACopyThatIsBehind() {
            records.advance(new FeedPosition("0.7"));
            records.renew(clock.stamp(), Duration.ofDays(1));
        }

        int readsAtOnce() {
            return 4;
        }

        /** One at a time, as the one follower of a feed. */
        @Override
        synchronized void tell() {
            records.advance(new FeedPosition(stored.get() + ".7"));
            records.forget(ID);
        }

        @Override
        int read() {
            return source.find(ID);
        }
    }

    /** Loads wait for each other. */
    public static class ReadTogether extends FromACopyThatIsBehind {

        @Override
        int readsAtOnce() {
            return 1;
        }

        @Operation
        public void findOther() {
            source.find(OTHER);
        }
    }

    public static class PublishesThePositionLate extends FromACopyThatIsBehind {

        @Override
        synchronized void tell() {
            records.forget(ID);
            records.advance(new FeedPosition(stored.get() + ".7"));
        }
    }

    /** The lease has lapsed, the record changed, and a poll reports that and renews the lease. */
    public static class UnderALeaseThatBegins {

        private static final FeedPosition TOLD = new FeedPosition("1.1");

        private final AtomicLong nanos = new AtomicLong();
        final LeaseClock clock = new LeaseClock(() -> Instant.ofEpochMilli(0), nanos::incrementAndGet);
        final AtomicInteger stored = new AtomicInteger();
        final LeasedRecords<Integer> records = new LeasedRecords<>(10, clock);
        private final TokenSource<Integer> source = Finding.by(
                new RecordLoader<>(records, new SingleReads<>((id, notBefore) -> stored.get()), 4, Duration.ofDays(1)));

        public UnderALeaseThatBegins() {
            records.advance(new FeedPosition("0.7"));
            records.renew(clock.stamp(), Duration.ofDays(1));
            source.find(ID);
            records.renew(clock.stamp(), Duration.ZERO);
            stored.set(1);
        }

        @Operation
        public void poll() {
            records.advance(TOLD);
            records.forget(ID);
            records.renew(clock.stamp(), Duration.ofDays(1));
        }

        /** {@return whether it was what is stored} */
        @Operation
        public boolean find() {
            Integer held = held();
            return held == null || held == 1;
        }

        @Nullable Integer held() {
            return records.held(ID);
        }
    }

    public static class ReadsTheRecordBeforeTheLease extends UnderALeaseThatBegins {

        private final ConcurrentMap<TokenId, Integer> held = new ConcurrentHashMap<>(Map.of(ID, 0));
        private volatile boolean leased;

        @Override
        @Operation
        public void poll() {
            held.remove(ID);
            leased = true;
        }

        @Override
        @Nullable Integer held() {
            Integer record = held.get(ID);
            return leased ? record : null;
        }
    }

    public static class HoldsWhateverItRead extends Law {

        private final ConcurrentMap<TokenId, Integer> records = new ConcurrentHashMap<>();

        @Override
        void tell() {
            records.remove(ID);
        }

        @Override
        int read() {
            Integer held = records.get(ID);
            if (held != null) {
                return held;
            }
            int read = stored.get();
            records.put(ID, read);
            return read;
        }
    }

    public static class ForgetsTheRecordFirst extends Law {

        private final ConcurrentMap<TokenId, Integer> records = new ConcurrentHashMap<>();
        private final ConcurrentMap<TokenId, Object> loads = new ConcurrentHashMap<>();

        @Override
        void tell() {
            records.remove(ID);
            loads.remove(ID);
        }

        @Override
        int read() {
            Integer held = records.get(ID);
            if (held != null) {
                return held;
            }
            Object own = new Object();
            boolean registered = loads.putIfAbsent(ID, own) == null;
            int read = stored.get();
            if (registered) {
                loads.computeIfPresent(ID, (id, present) -> {
                    if (present != own) {
                        return present;
                    }
                    records.put(id, read);
                    return null;
                });
            }
            return read;
        }
    }
}
