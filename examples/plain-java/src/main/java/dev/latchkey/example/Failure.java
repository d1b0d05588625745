package dev.latchkey.example;

import dev.latchkey.http.BearerErrors;
import dev.latchkey.http.ErrorAnswer;
import dev.latchkey.http.ErrorCode;
import java.util.function.Function;

/** A request that is answered with an error. */
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Function<BearerErrors, ErrorAnswer> answer;

    Failure(ErrorCode error, String text) {
        this(errors -> errors.error(error, text));
    }

    Failure(ErrorCode error, String text, String header, String value) {
        this(errors -> errors.error(error, text).withHeader(header, value));
    }

    Failure(ErrorAnswer answer) {
        this(errors -> answer);
    }

    private Failure(Function<BearerErrors, ErrorAnswer> answer) {
        super("answered with an error", null, false, false);
        this.answer = answer;
    }

    ErrorAnswer answer(BearerErrors errors) {
        return answer.apply(errors);
    }
}
