package dev.latchkey.spring.security;

import dev.latchkey.http.ErrorAnswer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Sends an {@link ErrorAnswer}. */
final class ErrorAnswers {

    private ErrorAnswers() {}

    static void send(HttpServletResponse response, ErrorAnswer answer) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] body = answer.body().getBytes(StandardCharsets.US_ASCII);
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }
}
