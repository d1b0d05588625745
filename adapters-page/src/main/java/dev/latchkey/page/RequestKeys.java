package dev.latchkey.page;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** The key in a form by which the form makes one token, however often it is sent. */
final class RequestKeys {

    private static final int BYTES = 18;
    private static final Pattern FORM = Pattern.compile("page-[A-Za-z0-9_-]{24}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private RequestKeys() {}

    static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return "page-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** {@return the key that a form sent back, or a new one if it is not one of ours} */
    static String of(PageRequest request) {
        String key = request.form("key");
        return FORM.matcher(key).matches() ? key : next();
    }
}
