package dev.latchkey;

import dev.latchkey.token.RejectionReason;

/**
 * The presented text is not a valid token. An ordinary outcome that clients and attackers cause all day, so it is a value.
 *
 * <p>To a client all rejected tokens must look the same; the reason is for audit alone.
 *
 * @param reason why, never to be shown to the client
 */
public record Rejected(RejectionReason reason) implements Verification, Authorization {}
