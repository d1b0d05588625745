package dev.latchkey.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProofKeyTest {

    private static final TokenId ID = TokenId.of(1, 2);
    private static final SecretHash HASH = SecretHash.of("argon2id", "hash");

    @Test
    void key_is_that_of_the_id_the_scheme_and_the_text_together() {
        ProofKey key = ProofKey.of(ID, HASH);

        assertThat(key).isEqualTo(ProofKey.of(TokenId.of(1, 2), SecretHash.of("argon2id", "hash")));
        assertThat(List.of(
                        ProofKey.of(TokenId.of(2, 1), HASH),
                        ProofKey.of(TokenId.of(1, 3), HASH),
                        ProofKey.of(ID, SecretHash.of("argon2id", "hasi")),
                        ProofKey.of(ID, SecretHash.of("argon2i", "dhash")),
                        ProofKey.of(ID, SecretHash.of("argon2", "hash"))))
                .doesNotContain(key)
                .doesNotHaveDuplicates();
        assertThat(key.equals(null)).isFalse();
    }

    @Test
    void hash_codes_are_equal_for_equal_keys_and_spread_for_others() {
        Set<Integer> codes = new HashSet<>();
        IntStream.range(0, 1_000)
                .forEach(i -> codes.add(ProofKey.of(TokenId.of(1, i), HASH).hashCode()));

        assertThat(ProofKey.of(ID, HASH)).hasSameHashCodeAs(ProofKey.of(ID, HASH));
        assertThat(codes).hasSizeGreaterThan(990);
    }

    @Test
    void printed_key_shows_nothing() {
        assertThat(ProofKey.of(ID, HASH)).hasToString("ProofKey[redacted]");
    }
}
