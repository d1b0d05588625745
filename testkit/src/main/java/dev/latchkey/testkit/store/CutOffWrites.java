package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A write that the close interrupted is complete or absent. */
abstract class CutOffWrites<S extends TokenStore & ChangeFeed> extends ReopenedGroup<S> {

    @Test
    void what_the_closing_cut_off_is_whole_or_absent() throws Exception {
        Set<TokenId> families = new HashSet<>();
        Set<TokenId> acknowledged = new HashSet<>();
        AtomicInteger written = new AtomicInteger();
        AtomicBoolean closing = new AtomicBoolean();
        AtomicBoolean reopened = new AtomicBoolean();
        S old = store();
        Thread writer = new Thread(() -> {
            try {
                while (!reopened.get()) {
                    TokenRecord record = TokenRecords.ordinary().build();
                    families.add(record.id());
                    boolean both = StoreWrites.insert(old, record)
                            && StoreWrites.replace(
                                    old,
                                    record.withDescription("retired"),
                                    TokenRecords.ordinary().family(record.id()).build());
                    if (both && !closing.get()) {
                        acknowledged.add(record.id());
                        written.incrementAndGet();
                    }
                }
            } catch (RuntimeException e) {
                // The store() is closed, as expected.
            }
        });
        writer.start();
        while (written.get() < 10 && writer.isAlive()) {
            Thread.onSpinWait();
        }

        closing.set(true);
        reopen();
        reopened.set(true);
        writer.join();

        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(10);
        for (TokenId family : families) {
            List<Long> versions = store().list(TokenQuery.all().inFamily(family)).entries().stream()
                    .map(entry -> entry.record().version())
                    .sorted()
                    .toList();
            assertThat(versions)
                    .as("versions of the retired token and its successor")
                    .isIn(
                            acknowledged.contains(family)
                                    ? List.of(List.of(1L, 2L))
                                    : List.of(List.of(), List.of(1L), List.of(1L, 2L)));
        }
    }
}
