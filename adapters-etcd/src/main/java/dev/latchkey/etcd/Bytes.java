package dev.latchkey.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;

/** Keys as etcd's bytes. */
final class Bytes {

    private Bytes() {}

    static ByteSequence of(String key) {
        return ByteSequence.from(key, UTF_8);
    }

    static String text(ByteSequence key) {
        return key.toString(UTF_8);
    }

    /** {@return the first key after all that begin with a prefix, whose last character is ASCII} */
    static ByteSequence endOf(String prefix) {
        int last = prefix.length() - 1;
        return of(prefix.substring(0, last) + (char) (prefix.charAt(last) + 1));
    }
}
