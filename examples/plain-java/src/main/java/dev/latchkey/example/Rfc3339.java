package dev.latchkey.example;

import dev.latchkey.http.ErrorCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** Timestamps of RFC 3339 section 5.6, {@code 2030-01-31T12:00:00Z} for example. */
final class Rfc3339 {

    private static final Pattern FORM = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})");

    private Rfc3339() {}

    static Instant parse(String text) {
        if (FORM.matcher(text).matches()) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                // Refused below: the 31st of February, for example.
            }
        }
        throw new Failure(
                ErrorCode.INVALID_ARGUMENT, "expire_time must be an RFC 3339 time, 2030-01-31T12:00:00Z for example");
    }
}
