package dev.latchkey.spring.page;

import dev.latchkey.page.CsrfField;
import dev.latchkey.page.PageRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The CSRF token of Spring Security, as a field of the page's forms.
 *
 * <p>Spring's filter compares it, unless the host exempts the path of the page from that. So it is compared here too, as it
 * is, and as Spring masks it against compression attacks: random bytes, and the token with these bytes XORed. What comes
 * back in another form is left to the page, which requires the exact value.
 */
record FormToken(String name, String value) {

    CsrfField field(PageRequest request) {
        return comesBack(request) ? CsrfField.verifiedByHost(name, value) : CsrfField.of(name, value);
    }

    private boolean comesBack(PageRequest request) {
        byte[] expected = unmasked(value);
        byte[] actual = unmasked(request.form(name));
        return expected != null
                && actual != null
                && request.formAll(name).size() == 1
                && MessageDigest.isEqual(expected, actual);
    }

    private static byte @Nullable [] unmasked(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (bytes.length == 0 || bytes.length % 2 != 0) {
            return null;
        }
        byte[] token = new byte[bytes.length / 2];
        for (int i = 0; i < token.length; i++) {
            token[i] = (byte) (bytes[i] ^ bytes[i + token.length]);
        }
        return token;
    }

    /** {@return the name alone} */
    @Override
    public String toString() {
        return "FormToken[" + name + "]";
    }
}
