package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Verification.Rejected;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What a verifier that implements the two blocking methods alone does without blocking. */
class TokenVerifierTest {

    private static final Scope READ = Scope.of("workspace:read");
    private static final Rejected UNKNOWN = Rejected.because(RejectionReason.UNKNOWN);

    private final TokenVerifier verifier = new TokenVerifier() {
        @Override
        public Verification verify(String presentedText) {
            return UNKNOWN;
        }

        @Override
        public Authorization authorize(String presentedText, ScopeRequirement required) {
            return Authorization.of(verify(presentedText), required);
        }
    };

    @Test
    void asynchronous_answers_are_those_of_the_blocking_methods() {
        assertThat(verifier.verifyAsync("text", Runnable::run)).isCompletedWithValue(UNKNOWN);
        assertThat(verifier.authorizeAsync("text", READ, Runnable::run)).isCompletedWithValue(UNKNOWN);
    }

    @Test
    void executor_that_takes_no_work_fails_the_answer() {
        Executor full = work -> {
            throw new RejectedExecutionException("full");
        };

        for (CompletableFuture<?> answer :
                List.of(verifier.verifyAsync("text", full), verifier.authorizeAsync("text", READ, full))) {
            assertThat(answer)
                    .isCompletedExceptionally()
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(UnavailableException.class);
        }
    }
}
