package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTest {

    private static final int OPERATIONS = 1_000;

    /** {@return the pauses of operations that collided and were tried as often} */
    private static LongStream pauses(int tries) {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        return LongStream.generate(() -> Deadline.pauseNanos(tries, random)).limit(OPERATIONS);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2", "2, 2, 4", "3, 4, 8", "6, 32, 64", "7, 32, 64", "1000, 32, 64"})
    void pauses_grow_with_the_tries_up_to_64_milliseconds(int tries, int least, int most) {
        assertThat(pauses(tries))
                .allSatisfy(nanos -> assertThat(Duration.ofNanos(nanos))
                        .isBetween(Duration.ofMillis(least), Duration.ofMillis(most)));
    }

    /** Operations that collided would collide again. */
    @Test
    void pauses_of_operations_that_were_tried_as_often_differ() {
        List<Long> distinct = IntStream.rangeClosed(1, 10)
                .mapToObj(tries -> pauses(tries).distinct().count())
                .toList();

        assertThat(distinct).allSatisfy(count -> assertThat(count).isGreaterThan(OPERATIONS * 9L / 10));
    }
}
