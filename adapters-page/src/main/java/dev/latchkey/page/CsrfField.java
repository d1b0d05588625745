package dev.latchkey.page;

import java.util.Objects;

/**
 * The hidden field by which a host recognizes its own forms.
 *
 * @param name the field's name
 * @param value the field's value; for the page to verify, one that only this session has
 * @param verification who compares it
 */
public record CsrfField(String name, String value, Verification verification) {

    /** Who compares a field that came back. */
    public enum Verification {
        /** The page: what comes back must be exactly this value. */
        BY_PAGE,
        /** The host, before a request gets here, as Spring Security's filter does. */
        BY_HOST
    }

    /** Makes a field. */
    public CsrfField {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(verification, "verification");
    }

    /**
     * {@return a field that the page verifies}
     *
     * @param name its name
     * @param value what must come back: at least 128 random bits of this session
     */
    public static CsrfField of(String name, String value) {
        return new CsrfField(name, value, Verification.BY_PAGE);
    }

    /**
     * {@return a field that the host has verified before it calls the page}
     *
     * @param name its name
     * @param value its value in the next form
     */
    public static CsrfField verifiedByHost(String name, String value) {
        return new CsrfField(name, value, Verification.BY_HOST);
    }

    /** {@return the name alone} */
    @Override
    public String toString() {
        return "CsrfField[" + name + "]";
    }
}
