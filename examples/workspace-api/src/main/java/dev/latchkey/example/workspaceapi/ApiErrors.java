package dev.latchkey.example.workspaceapi;

import dev.latchkey.ConflictingRequestException;
import dev.latchkey.http.BearerErrors;
import dev.latchkey.http.ErrorAnswer;
import dev.latchkey.http.ErrorCode;
import dev.latchkey.token.UnavailableException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** The errors of controllers, with bodies like those of refused tokens. */
@RestControllerAdvice
class ApiErrors extends ResponseEntityExceptionHandler {

    static final ErrorCode NOT_FOUND = new ErrorCode(404, 5, "Not Found");
    static final ErrorCode FAILED_PRECONDITION = new ErrorCode(400, 9, "Failed Precondition");
    private static final ErrorCode CONFLICTING_REQUEST = new ErrorCode(422, 3, "Unprocessable Content");
    private static final ErrorCode CONTENT_TOO_LARGE = new ErrorCode(413, 3, "Content Too Large");
    private static final int MAX_SHOWN = 64;

    private final BearerErrors errors;

    ApiErrors(BearerErrors errors) {
        this.errors = errors;
    }

    @ExceptionHandler
    ResponseEntity<Object> failure(Failure e) {
        return entity(e.error(), text(e));
    }

    @ExceptionHandler
    ResponseEntity<Object> conflict(ConflictingRequestException e) {
        return entity(CONFLICTING_REQUEST, text(e));
    }

    /** A caller's mistake, by the library's exception, is the client's mistake here. */
    @ExceptionHandler
    ResponseEntity<Object> badRequest(IllegalArgumentException e) {
        return entity(ErrorCode.INVALID_ARGUMENT, text(e));
    }

    @ExceptionHandler
    ResponseEntity<Object> unavailable(UnavailableException e) {
        return entity(errors.unavailable(e));
    }

    /** The parser's own message is not sent: it may quote the body. */
    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (!(e.getCause() instanceof JacksonException cause)) {
            return entity(ErrorCode.INVALID_ARGUMENT, "the body is not JSON in UTF-8");
        }
        if (cause instanceof StreamConstraintsException) {
            return entity(CONTENT_TOO_LARGE, "the body is too large");
        }
        List<String> path = cause.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .filter(name -> name != null)
                .map(ApiErrors::shown)
                .toList();
        String last = path.isEmpty() ? "the body" : path.get(path.size() - 1);
        if (cause instanceof UnrecognizedPropertyException) {
            String where = path.size() < 2 ? "the body" : path.get(path.size() - 2);
            return entity(ErrorCode.INVALID_ARGUMENT, "unknown field " + last + " in " + where);
        }
        if (cause.getOriginalMessage().startsWith("Duplicate ")) {
            return entity(ErrorCode.INVALID_ARGUMENT, "the body has the same field twice");
        }
        return entity(ErrorCode.INVALID_ARGUMENT, last + " cannot be read");
    }

    private static String shown(String name) {
        return name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "…";
    }

    /** What Spring itself refuses: a method, a type, a parameter. */
    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpStatus known = HttpStatus.valueOf(status.value());
        int code = known == HttpStatus.NOT_FOUND ? 5 : known == HttpStatus.METHOD_NOT_ALLOWED ? 12 : 3;
        String title = known.getReasonPhrase();
        ResponseEntity<Object> answer = entity(new ErrorCode(known.value(), code, title), title);
        return ResponseEntity.status(status)
                .headers(headers)
                .headers(more -> answer.getHeaders().forEach(more::addAll))
                .body(answer.getBody());
    }

    private static String text(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private ResponseEntity<Object> entity(ErrorCode error, String text) {
        return entity(errors.error(error, text));
    }

    /** Sends an error from a filter chain. */
    static void send(HttpServletResponse response, ErrorAnswer answer) throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.getWriter().write(answer.body());
    }

    private static ResponseEntity<Object> entity(ErrorAnswer answer) {
        return ResponseEntity.status(answer.status())
                .headers(headers -> answer.headers().forEach(headers::set))
                .body(answer.body());
    }
}
