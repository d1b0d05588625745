package dev.latchkey.acceptance.attack;

import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.ChecksumKey;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Makes texts as an attacker does: every one well-formed, with the checksum that anybody can compute. */
final class Forger {

    private static final int SECRET_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;

    private static final TokenFormat SERVICE = TokenFormat.plain()
            .keyed(ChecksumKey.of("the key of the service, 32 bytes".getBytes(StandardCharsets.US_ASCII)));
    private static final TokenFormat ATTACKER = TokenFormat.plain()
            .keyed(ChecksumKey.of("the key of an attacker, 32 bytes".getBytes(StandardCharsets.US_ASCII)));

    private Forger() {}

    /** {@return the format of a service that has a key} */
    static TokenFormat keyed() {
        return SERVICE;
    }

    /** {@return the best that somebody without that key can make} */
    static String withAnotherKey(TokenId id) {
        return BearerToken.generate(
                        id,
                        ATTACKER,
                        new Chosen(bytes -> ThreadLocalRandom.current().nextBytes(bytes)))
                .reveal();
    }

    static String wrongSecret(TokenId id) {
        return text(id, bytes -> ThreadLocalRandom.current().nextBytes(bytes));
    }

    static String unknownId() {
        return wrongSecret(TokenRecords.newId());
    }

    /** {@return a text whose secret differs from that token's in the last characters alone} */
    static String almostRight(Target.Owned token) {
        int end = token.text().length() - CHECKSUM_LENGTH;
        byte[] secret = Base64.getUrlDecoder().decode(token.text().substring(end - SECRET_LENGTH, end));
        secret[secret.length - 1] ^= (byte) ThreadLocalRandom.current().nextInt(1, 256);
        return text(token.id(), bytes -> System.arraycopy(secret, 0, bytes, 0, bytes.length));
    }

    private static String text(TokenId id, Consumer<byte[]> secret) {
        return BearerToken.generate(id, TokenFormat.plain(), new Chosen(secret)).reveal();
    }

    /** A source of secrets that are anything but random. */
    private static final class Chosen extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final transient Consumer<byte[]> bytes;

        Chosen(Consumer<byte[]> bytes) {
            super(null, null);
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] target) {
            bytes.accept(target);
        }
    }
}
