package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SecretDigestTest {

    private static final TokenFormat FORMAT = TokenFormat.withPrefix("acme_live");

    private final SecureRandom random = new SecureRandom();
    private final TokenId id = TokenId.of(1, 2);
    private final BearerToken token = FORMAT.generate(id, random);

    @Test
    void it_is_the_sha_256_of_the_secret() throws Exception {
        Sha256 sha256 = new Sha256();
        for (int i = 0; i < 3; i++) {
            BearerToken each = FORMAT.generate(id, random);

            sha256.compute(each.reveal(), "acme_live_".length() + Spelling.SECRET_START);

            ByteBuffer computed = ByteBuffer.allocate(32);
            for (int n = 0; n < 4; n++) {
                computed.putLong(sha256.word(n));
            }
            assertThat(computed.array())
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(secretOf(each)));
        }
    }

    private static byte[] secretOf(BearerToken token) {
        byte[] hashed = token.revealHashedBytes();
        return Arrays.copyOfRange(hashed, Spelling.SECRET_START, hashed.length);
    }

    @Test
    void a_token_has_its_own_digest_and_not_that_of_another_secret() {
        assertThat(SecretDigest.of(token).isOf(token)).isTrue();
        assertThat(SecretDigest.of(FORMAT.generate(id, random)).isOf(token))
                .as("another secret")
                .isFalse();
    }

    @Test
    void prefix_and_checksum_do_not_count() {
        String body = token.reveal().substring("acme_live_".length(), "acme_live_".length() + Spelling.BODY_LENGTH);

        assertThat(SecretDigest.of(token).isOf(new BearerToken(id, body, 0))).isTrue();
    }

    @Test
    void every_word_of_the_digest_counts() throws Exception {
        for (int word = 0; word < 4; word++) {
            assertThat(differingIn(word).isOf(token)).as("word %d", word).isFalse();
        }
    }

    private SecretDigest differingIn(int word) throws Exception {
        long[] words = new long[4];
        ByteBuffer digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(secretOf(token)));
        for (int n = 0; n < 4; n++) {
            words[n] = digest.getLong() ^ (n == word ? 1L << 40 : 0);
        }
        return new SecretDigest(words[0], words[1], words[2], words[3]);
    }

    @Test
    void it_keeps_out_of_print_comparison_and_serialization() throws Exception {
        SecretDigest digest = SecretDigest.of(token);

        assertThat(digest).hasToString("SecretDigest[redacted]");
        assertThat(SecretDigest.class.getDeclaredMethods()).extracting("name").doesNotContain("equals", "hashCode");
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatExceptionOfType(NotSerializableException.class).isThrownBy(() -> out.writeObject(digest));
        }
    }
}
