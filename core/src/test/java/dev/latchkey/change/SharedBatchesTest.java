package dev.latchkey.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.FakeStore;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedBatchesTest {

    private static final long MILLISECOND = 1_000_000;

    private final List<Long> pauses = new ArrayList<>();
    private final List<Integer> written = new ArrayList<>();
    private long nanos = -5 * MILLISECOND;
    private int left = Integer.MAX_VALUE;

    private int write(int records, long nanosOfABatch) {
        SharedBatches batches = new SharedBatches(new FakeStore(), () -> left-- > 0, () -> nanos, pauses::add);
        return batches.write(records(records), batch -> {
            nanos += nanosOfABatch;
            return written.add(batch.size());
        });
    }

    private static List<TokenRecord> records(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> TokenRecord.builder(TokenId.of(1, i))
                        .owner("workspaces/acme")
                        .description("nightly export")
                        .scopes("workspace:read")
                        .hash(SecretHash.of("none", "hash"))
                        .issuedAt(Instant.EPOCH)
                        .build())
                .toList();
    }

    @Test
    void pause_after_a_batch_is_as_long_as_the_batch_took() {
        assertThat(write(500, 3 * MILLISECOND)).isEqualTo(500);

        assertThat(written).containsExactlyInAnyOrder(200, 200, 100);
        assertThat(pauses).containsExactly(0L, 3 * MILLISECOND, 3 * MILLISECOND);
    }

    @Test
    void pause_is_a_second_at_most() {
        write(400, 60_000 * MILLISECOND);

        assertThat(pauses).containsExactly(0L, 1_000 * MILLISECOND);
    }

    @Test
    void no_batch_begins_after_the_end_was_requested() {
        left = 1;

        assertThat(write(400, 0)).isEqualTo(200);

        assertThat(written).containsExactly(200);
    }
}
