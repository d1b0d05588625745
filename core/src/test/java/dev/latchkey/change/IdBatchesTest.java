package dev.latchkey.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.token.TokenId;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdBatchesTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "64, 1", "65, 2", "129, 3"})
    void ids_are_in_as_few_sets_as_look_ups_allow(int number, int batches) {
        List<TokenId> ids =
                IntStream.range(0, number).mapToObj(i -> TokenId.of(1, i)).toList();

        List<Set<TokenId>> divided = IdBatches.of(ids);

        assertThat(divided)
                .hasSize(batches)
                .allSatisfy(batch -> assertThat(batch).hasSizeBetween(1, 64));
        assertThat(divided.stream().flatMap(Set::stream)).containsExactlyInAnyOrderElementsOf(ids);
    }
}
