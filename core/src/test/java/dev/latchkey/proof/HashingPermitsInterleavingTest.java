package dev.latchkey.proof;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.Interleavings;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** No two computations run at once where one permit is given out, whichever tokens they are for. */
class HashingPermitsInterleavingTest {

    private static final TokenId ONE = TokenId.of(1, 1);
    private static final TokenId OTHER = TokenId.of(2, 2);

    @Test
    void one_permit_lets_one_computation_run() {
        Interleavings.check(OnePermit.class, 2, 2);
    }

    @Test
    void memory_for_one_hash_lets_one_computation_run() {
        Interleavings.check(OneHashOfMemory.class, 2, 2);
    }

    @Test
    void permits_that_are_looked_at_before_they_are_taken_are_found() {
        assertThatExceptionOfType(LincheckAssertionError.class)
                .isThrownBy(() -> Interleavings.check(LooksBeforeItTakes.class, 2, 2));
    }

    /** A count that only exclusion keeps right. */
    public abstract static class Law {

        private int running;

        abstract boolean inTurn(TokenId id, BooleanSupplier computation);

        private boolean isAlone() {
            running++;
            boolean alone = running == 1;
            running--;
            return alone;
        }

        @Operation
        public boolean one() {
            return inTurn(ONE, this::isAlone);
        }

        @Operation
        public boolean other() {
            return inTurn(OTHER, this::isAlone);
        }
    }

    public static class OnePermit extends Law {

        private final HashingPermits permits = new HashingPermits(new MemoryPermits(1, 10, 1), Duration.ofDays(1));

        @Override
        boolean inTurn(TokenId id, BooleanSupplier computation) {
            return permits.toVerify(id, 1, computation::getAsBoolean);
        }
    }

    /** Memory for one: a new token and a verification exclude each other too. */
    public static class OneHashOfMemory extends Law {

        private final HashingPermits permits = new HashingPermits(new MemoryPermits(2, 10, 10), Duration.ofDays(1));

        @Override
        boolean inTurn(TokenId id, BooleanSupplier computation) {
            return id.equals(ONE)
                    ? permits.toVerify(id, 10, computation::getAsBoolean)
                    : permits.toIssue(computation::getAsBoolean);
        }
    }

    public static class LooksBeforeItTakes extends Law {

        private volatile int free = 1;

        @Override
        boolean inTurn(TokenId id, BooleanSupplier computation) {
            while (free == 0) {
                Thread.onSpinWait();
            }
            free = 0;
            boolean alone = computation.getAsBoolean();
            free = 1;
            return alone;
        }
    }
}
