package dev.latchkey;

import dev.latchkey.token.RejectionReason;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The presented text is not a valid token. An ordinary outcome that clients and attackers cause all day, so it is a value.
 *
 * <p>To a client all rejected tokens must look the same; the reason is for audit alone.
 *
 * @param reason why, never to be shown to the client
 */
public record Rejected(RejectionReason reason) implements Verification, Authorization {

    private static final Map<RejectionReason, Rejected> ALL = Arrays.stream(RejectionReason.values())
            .collect(Collectors.toMap(
                    reason -> reason, Rejected::new, (one, other) -> one, () -> new EnumMap<>(RejectionReason.class)));

    /** {@return the one value for a reason, so that a flood of rejected texts makes no garbage} */
    static Rejected because(RejectionReason reason) {
        return Objects.requireNonNull(ALL.get(reason));
    }
}
