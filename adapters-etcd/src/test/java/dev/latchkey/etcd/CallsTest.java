package dev.latchkey.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.port.TokenStoreException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CallsTest {

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final List<CompletableFuture<String>> begun = new ArrayList<>();

    private CompletableFuture<String> begin() {
        begun.add(new CompletableFuture<>());
        return begun.get(begun.size() - 1);
    }

    private static StatusRuntimeException failure(Status status) {
        return status.withDescription("planned").asRuntimeException();
    }

    @Test
    void a_call_that_is_answered_is_made_once() throws Exception {
        String answer = new Calls(LONG).first(LONG, () -> {
            CompletableFuture<String> call = begin();
            call.complete("yes");
            return call;
        });

        assertThat(answer).isEqualTo("yes");
        assertThat(begun).hasSize(1);
    }

    @Test
    void a_call_that_nobody_answers_is_repeated() throws Exception {
        String answer = new Calls(LONG).first(SHORT, () -> {
            CompletableFuture<String> call = begin();
            if (begun.size() == 3) {
                call.complete("third");
            }
            return call;
        });

        assertThat(answer).isEqualTo("third");
    }

    @Test
    void a_late_answer_to_the_first_call_counts() throws Exception {
        String answer = new Calls(LONG).first(SHORT, () -> {
            CompletableFuture<String> call = begin();
            if (begun.size() == 2) {
                begun.get(0).complete("first");
            }
            return call;
        });

        assertThat(answer).isEqualTo("first");
    }

    @Test
    void a_call_that_failed_in_passing_is_repeated() throws Exception {
        String answer = new Calls(LONG).first(SHORT, () -> {
            CompletableFuture<String> call = begin();
            if (begun.size() == 2) {
                call.complete("second");
            } else {
                call.completeExceptionally(failure(Status.UNAVAILABLE));
            }
            return call;
        });

        assertThat(answer).isEqualTo("second");
    }

    @Test
    void a_call_that_is_refused_is_not_repeated() {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> new Calls(LONG).first(LONG, () -> {
                    CompletableFuture<String> call = begin();
                    call.completeExceptionally(failure(Status.PERMISSION_DENIED));
                    return call;
                }))
                .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED));

        assertThat(begun).hasSize(1);
    }

    @Test
    void without_an_answer_a_call_fails_at_its_deadline_with_the_last_failure() {
        StatusRuntimeException last = failure(Status.UNAVAILABLE);

        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> new Calls(Duration.ofMillis(70)).first(SHORT, () -> {
                    CompletableFuture<String> call = begin();
                    call.completeExceptionally(last);
                    return call;
                }))
                .withMessage("etcd did not answer within 70 ms")
                .havingCause()
                .withMessage("UNAVAILABLE: planned");

        assertThat(begun).hasSize(3);
    }
}
