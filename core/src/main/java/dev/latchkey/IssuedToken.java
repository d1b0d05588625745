package dev.latchkey;

import dev.latchkey.token.BearerToken;

/**
 * A token just issued: its stored form, and its plain text, which is available only here.
 *
 * <p>Show the text to the owner once and drop this object. It has no {@code equals}, prints without the secret, and is
 * not serializable; serializers that read fields by reflection find only {@link #stored()}. Immutable and thread-safe.
 */
public final class IssuedToken implements Issuance {

    private final transient BearerToken bearer;
    private final StoredToken stored;

    IssuedToken(BearerToken bearer, StoredToken stored) {
        this.bearer = bearer;
        this.stored = stored;
    }

    /** {@return the bearer text that the client sends; it cannot be retrieved again} */
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
