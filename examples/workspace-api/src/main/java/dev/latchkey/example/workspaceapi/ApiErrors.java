package dev.latchkey.example.workspaceapi;

import dev.latchkey.ExcessiveScopeException;
import dev.latchkey.http.BearerErrors;
import dev.latchkey.http.ErrorAnswer;
import dev.latchkey.http.ErrorCode;
import dev.latchkey.token.UnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** The errors of controllers, with bodies like those of refused tokens. */
@RestControllerAdvice
class ApiErrors extends ResponseEntityExceptionHandler {

    private static final ErrorCode NOT_FOUND = new ErrorCode(404, 5, "Not Found");

    private final BearerErrors errors;

    ApiErrors(BearerErrors errors) {
        this.errors = errors;
    }

    @ExceptionHandler
    ResponseEntity<Object> notFound(NotFound e) {
        return entity(errors.error(NOT_FOUND, text(e)));
    }

    @ExceptionHandler
    ResponseEntity<Object> forbidden(Forbidden e) {
        return entity(errors.error(ErrorCode.PERMISSION_DENIED, text(e)));
    }

    @ExceptionHandler
    ResponseEntity<Object> excessive(ExcessiveScopeException e) {
        return entity(errors.error(ErrorCode.PERMISSION_DENIED, text(e)));
    }

    /** What the library refuses as a caller's mistake is, here, the client's. */
    @ExceptionHandler
    ResponseEntity<Object> badRequest(IllegalArgumentException e) {
        return entity(errors.error(ErrorCode.INVALID_ARGUMENT, text(e)));
    }

    @ExceptionHandler
    ResponseEntity<Object> unavailable(UnavailableException e) {
        return entity(errors.unavailable(e));
    }

    /** What Spring itself refuses: a method, a type, a body that cannot be read. */
    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpStatus known = HttpStatus.valueOf(status.value());
        int code = known == HttpStatus.NOT_FOUND ? 5 : known == HttpStatus.METHOD_NOT_ALLOWED ? 12 : 3;
        String title = known.getReasonPhrase();
        return ResponseEntity.status(status)
                .headers(headers)
                .headers(more -> entity(errors.error(new ErrorCode(known.value(), code, title), title))
                        .getHeaders()
                        .forEach(more::addAll))
                .body(errors.error(new ErrorCode(known.value(), code, title), title)
                        .body());
    }

    private static String text(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private static ResponseEntity<Object> entity(ErrorAnswer answer) {
        return ResponseEntity.status(answer.status())
                .headers(headers -> answer.headers().forEach(headers::set))
                .body(answer.body());
    }
}
