package dev.latchkey.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code Authorization} header of a request presents (RFC 6750 section 2.1, RFC 9110 section 11.6.2).
 *
 * <p>Read it by {@link #from(List)}: {@link Presented}, {@link Missing} or {@link Malformed}.
 */
public sealed interface BearerCredentials {

    /** The longest bearer text that is examined, in characters; Latchkey's are not longer. */
    int MAX_LENGTH = 255;

    /**
     * A bearer text of legal form; the verifier decides whether it is a token.
     *
     * <p>It is a secret: it prints as a placeholder, has no equality, and its field is transient, so that serializers that
     * read fields by reflection write nothing of it.
     */
    final class Presented implements BearerCredentials {

        private final transient String text;

        Presented(String text) {
            this.text = text;
        }

        /** {@return the text after {@code Bearer}} */
        public String reveal() {
            return text;
        }

        /** {@return a placeholder} */
        @Override
        public String toString() {
            return "Presented[redacted]";
        }
    }

    /** No bearer credentials: no header, or one of another scheme. The challenge has no error code. */
    record Missing() implements BearerCredentials {}

    /** The header is not one that RFC 6750 allows: 400, {@code invalid_request}. */
    record Malformed() implements BearerCredentials {}

    /**
     * {@return the credentials in the values of a request's {@code Authorization} headers}
     *
     * <p>The scheme is {@code Bearer} in any case of ASCII; then come one or more spaces and a {@code b64token}.
     * Several headers are malformed, and so are several credentials in one, because they are ambiguous.
     *
     * @param headerValues the values of all headers of that name, as they arrived. Null, an empty list and a list of
     *     nothing but null all mean that there is no such header, because servers differ
     */
    static BearerCredentials from(@Nullable List<@Nullable String> headerValues) {
        String present = null;
        for (String value : headerValues == null ? List.<@Nullable String>of() : headerValues) {
            if (present != null && value != null) {
                return new Malformed();
            }
            present = value != null ? value : present;
        }
        return present == null ? new Missing() : BearerHeader.read(present);
    }
}
