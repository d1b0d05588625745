package dev.latchkey;

import dev.latchkey.token.BearerToken;

/**
 * A token just issued: what is on file of it, and its plain text, which exists here and nowhere else.
 *
 * <p>Show the text to the owner once and let this object go. It has no {@code equals}, prints without the secret, and is
 * not serializable; serializers that read fields by reflection find {@link #stored()} alone. Immutable and thread-safe.
 */
public final class IssuedToken implements Issuance {

    private final transient BearerToken bearer;
    private final StoredToken stored;

    IssuedToken(BearerToken bearer, StoredToken stored) {
        this.bearer = bearer;
        this.stored = stored;
    }

    /** {@return the bearer text: what the client sends. It cannot be had again, from anywhere} */
    public String reveal() {
        return bearer.reveal();
    }

    @Override
    public StoredToken stored() {
        return stored;
    }

    /** {@return the token's id and a placeholder, never the secret} */
    @Override
    public String toString() {
        return "IssuedToken[" + stored.id() + ", secret=redacted]";
    }
}
