package dev.latchkey.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {

    private static TokenRecord record(int number, String details) {
        return TokenRecord.builder(TokenId.of(1, number))
                .owner("workspaces/acme")
                .description("nightly export")
                .scopes("workspace:read")
                .hash(SecretHash.of("none", "hash"))
                .issuedAt(Instant.EPOCH)
                .details(details)
                .build();
    }

    private static List<TokenRecord> records(int number, String details) {
        return IntStream.range(0, number).mapToObj(i -> record(i, details)).toList();
    }

    private static List<Integer> sizes(List<List<TokenRecord>> batches) {
        return batches.stream().map(List::size).toList();
    }

    @Test
    void no_records_are_no_batch() {
        assertThat(Batches.of(List.of(), 10)).isEmpty();
    }

    @Test
    void batch_has_as_many_records_as_the_store_writes_at_once() {
        List<TokenRecord> records = records(7, "");

        List<List<TokenRecord>> batches = Batches.of(records, 3);

        assertThat(sizes(batches)).containsExactly(3, 3, 1);
        assertThat(batches.stream().flatMap(List::stream)).isEqualTo(records);
    }

    @Test
    void batch_has_at_most_500_records_whatever_the_store_writes_at_once() {
        assertThat(sizes(Batches.of(records(1_001, ""), 10_000))).containsExactly(500, 500, 1);
    }

    @Test
    void batch_ends_before_its_text_is_longer_than_the_limit() {
        String details = "x".repeat(16_000);
        int length = record(0, details).textLength();
        int fit = StoreLimits.MAX_TEXT / length;

        assertThat(sizes(Batches.of(records(2 * fit + 1, details), 500))).containsExactly(fit, fit, 1);
    }

    @Test
    void batch_may_have_exactly_as_much_text_as_the_limit() {
        String details = "x".repeat(16_000);
        int length = record(0, details).textLength();
        List<TokenRecord> exact = new ArrayList<>(records(StoreLimits.MAX_TEXT / length - 1, details));
        int left =
                StoreLimits.MAX_TEXT - exact.size() * length - 2 * record(0, "").textLength();
        exact.add(record(998, "x".repeat(left / 2)));
        exact.add(record(999, "x".repeat(left - left / 2)));

        assertThat(exact.stream().mapToInt(TokenRecord::textLength).sum()).isEqualTo(StoreLimits.MAX_TEXT);
        assertThat(sizes(Batches.of(exact, 500))).containsExactly(exact.size());
        exact.add(record(1_000, ""));
        assertThat(sizes(Batches.of(exact, 500))).containsExactly(exact.size() - 1, 1);
    }
}
