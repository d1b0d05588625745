package dev.latchkey;

import dev.latchkey.token.RejectionReason;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The result of verifying a presented text: {@link Verified} or {@link Rejected}. */
public sealed interface Verification {
    /**
     * The presented text is a valid token.
     *
     * @param token the token
     */
    record Verified(AccessToken token) implements Verification {}

    /**
     * The presented text is not a valid token. This is an ordinary outcome, so it is a value and not an exception.
     *
     * <p>The answers to a client must be the same for all rejected tokens; the reason is only for audit.
     *
     * @param reason why, never to be shown to the client
     */
    record Rejected(RejectionReason reason) implements Verification, Authorization {

        private static final Map<RejectionReason, Rejected> ALL = Arrays.stream(RejectionReason.values())
                .collect(Collectors.toMap(
                        reason -> reason,
                        Rejected::new,
                        (one, other) -> one,
                        () -> new EnumMap<>(RejectionReason.class)));

        /** {@return the shared value for a reason, so that a flood of rejected texts creates no garbage} */
        static Rejected because(RejectionReason reason) {
            return Objects.requireNonNull(ALL.get(reason));
        }
    }
}
