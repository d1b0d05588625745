package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of a bearer text: characters outside an alphabet, limits, and what stays in buffers. */
@Tag("locale")
class TokenTextTest {

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final TokenFormat UNKEYED = TokenFormat.withPrefix("acme");
    private static final TokenFormat KEYED = UNKEYED.keyed(ChecksumKey.of(new byte[32]));

    private static final SecureRandom RANDOM = new SecureRandom();

    private static String textOf(TokenFormat format, Predicate<String> wanted) {
        return Stream.generate(() -> format.generate(TokenId.of(1, 2), RANDOM).reveal())
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    static Stream<String> illegal() {
        return Stream.of("!", ".", "-", "~", "\u0000", "\u007F", "\u0080", "\u0661", "\uFF21", "\uFFFF", "\uD83D");
    }

    /** An illegal character counts as -1, so {@code B!} is as much as {@code Az}. */
    @ParameterizedTest
    @MethodSource("illegal")
    void an_illegal_character_cannot_borrow_in_the_unkeyed_checksum(String illegal) {
        for (int i = 1; i <= 5; i++) {
            int place = i;
            String text = textOf(UNKEYED, each -> {
                String checksum = each.substring(each.length() - 6);
                return checksum.charAt(place) == 'z' && checksum.charAt(place - 1) != 'z';
            });
            int at = text.length() - 6 + place;
            char next = BASE62.charAt(BASE62.indexOf(text.charAt(at - 1)) + 1);
            String borrowed = text.substring(0, at - 1) + next + illegal + text.substring(at + 1);

            assertThat(UNKEYED.parse(text)).isPresent();
            assertThat(UNKEYED.parse(borrowed)).isEmpty();
        }
    }

    /** An illegal character counts as -1, whose last six bits are those of an underscore. */
    @ParameterizedTest
    @MethodSource("illegal")
    void an_illegal_character_cannot_stand_for_an_underscore_in_the_keyed_checksum(String illegal) {
        String text = textOf(KEYED, each -> each.charAt(each.length() - 11) == '_');
        int at = text.length() - 11;
        // The hyphen is a character of base64url; it stands for something else.
        assertThat(KEYED.parse(text)).isPresent();
        assertThat(KEYED.parse(text.substring(0, at) + illegal + text.substring(at + 1)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("illegal")
    void an_illegal_character_is_refused_at_every_position(String illegal) {
        for (TokenFormat format : new TokenFormat[] {UNKEYED, KEYED}) {
            String text = format.generate(TokenId.of(-1, -1), RANDOM).reveal();
            for (int i = 0; i < text.length(); i++) {
                String changed = text.substring(0, i) + illegal + text.substring(i + 1);
                if (!changed.equals(text)) {
                    assertThat(format.parse(changed)).as("at %d", i).isEmpty();
                }
            }
        }
    }

    @Test
    void a_prefix_of_32_characters_is_accepted_and_of_33_refused() {
        String longest = "p".repeat(15) + "_" + "q".repeat(16);

        String text = TokenFormat.withPrefix(longest)
                .keyed(ChecksumKey.of(new byte[32]))
                .generate(TokenId.of(1, 2), RANDOM)
                .reveal();

        assertThat(text).startsWith(longest + "_").hasSize(32 + 1 + 70 + 11);
        assertThatIllegalArgumentException().isThrownBy(() -> TokenFormat.withPrefix(longest + "q"));
        assertThatIllegalArgumentException().isThrownBy(() -> TokenFormat.withPrefix(""));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 254, 255})
    void a_hash_and_its_scheme_may_have_up_to_255_characters(int length) {
        SecretHash hash = SecretHash.of("s".repeat(length), "h".repeat(length));

        assertThat(hash.scheme()).hasSize(length);
        assertThat(hash.text()).hasSize(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256})
    void a_hash_or_a_scheme_of_another_length_is_refused(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> SecretHash.of("s".repeat(length), "h"));
        assertThatIllegalArgumentException().isThrownBy(() -> SecretHash.of("s", "h".repeat(length)));
    }

    @Test
    void hashes_are_equal_by_scheme_and_text() {
        SecretHash hash = SecretHash.of("argon2id", "abc");

        assertThat(hash)
                .isEqualTo(SecretHash.of("argon2id", "abc"))
                .hasSameHashCodeAs(SecretHash.of("argon2id", "abc"));
        assertThat(hash)
                .isNotEqualTo(SecretHash.of("argon2id", "abd"))
                .isNotEqualTo(SecretHash.of("argon2id", "abcd"))
                .isNotEqualTo(SecretHash.of("argon2i", "abc"))
                .isNotEqualTo("abc");
    }

    @Test
    void a_secret_is_wiped_when_its_text_is_written() {
        List<byte[]> secrets = new ArrayList<>();
        SecureRandom random = new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                super.nextBytes(bytes);
                secrets.add(bytes);
            }
        };

        UNKEYED.generate(TokenId.of(1, 2), random);

        assertThat(secrets).singleElement().isEqualTo(new byte[32]);
    }

    @Test
    void buffers_are_wiped_after_use() throws Exception {
        String text = KEYED.generate(TokenId.of(1, 2), RANDOM).reveal();
        Crc32 crc = new Crc32();
        crc.of(text, text.length() - 11);
        HmacSha256 mac = new HmacSha256(new SecretKeySpec(new byte[32], HmacSha256.ALGORITHM));
        mac.first64Bits(text, text.length() - 11);
        Sha256 sha256 = new Sha256();
        sha256.compute(text, "acme_".length());

        for (Object used : new Object[] {crc, mac, sha256}) {
            assertThat(buffers(used))
                    .isNotEmpty()
                    .allSatisfy(buffer -> assertThat(buffer).isEqualTo(new byte[buffer.length]));
        }
    }

    private static List<byte[]> buffers(Object owner) throws IllegalAccessException {
        List<byte[]> buffers = new ArrayList<>();
        for (Field field : owner.getClass().getDeclaredFields()) {
            if (field.getType() == byte[].class && !Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                buffers.add((byte[]) field.get(owner));
            }
        }
        return buffers;
    }

    @Test
    void what_is_hashed_is_new_at_each_call_so_that_it_can_be_wiped() {
        BearerToken token = UNKEYED.generate(TokenId.of(1, 2), RANDOM);
        byte[] hashed = token.revealHashedBytes();
        Arrays.fill(hashed, (byte) 0);

        assertThat(new String(token.revealHashedBytes(), StandardCharsets.US_ASCII))
                .isEqualTo(token.reveal().substring(5, 75));
    }
}
