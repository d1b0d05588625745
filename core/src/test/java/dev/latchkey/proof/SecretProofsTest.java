package dev.latchkey.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SecretProofsTest {

    private static final TokenId ID = TokenId.of(1, 2);
    private static final SecretHash HASH = SecretHash.of("argon2id", "abc");

    private final SecretProofs proofs = new SecretProofs(10);
    private final BearerToken token = BearerToken.generate(ID, TokenFormat.plain(), new SecureRandom());

    @Test
    void a_proof_belongs_to_a_token_and_its_hash_together() {
        proofs.remember(token, HASH);

        assertThat(proofs.of(ID, SecretHash.of("argon2id", "abc")))
                .isNotNull()
                .satisfies(proof -> assertThat(proof.isOf(token)).isTrue());
        assertThat(proofs.of(TokenId.of(1, 3), HASH)).isNull();
        assertThat(proofs.of(TokenId.of(2, 2), HASH)).isNull();
        assertThat(proofs.of(ID, SecretHash.of("argon2id", "abd"))).isNull();
        assertThat(proofs.of(ID, SecretHash.of("argon2i", "dabc"))).isNull();
    }

    @Test
    void scheme_and_hash_of_the_greatest_length_have_a_proof_of_their_own() {
        SecretHash longest = SecretHash.of("s".repeat(255), "h".repeat(255));

        proofs.remember(token, longest);

        assertThat(proofs.of(ID, longest)).isNotNull();
        assertThat(proofs.of(ID, SecretHash.of("s".repeat(254), "s" + "h".repeat(254))))
                .isNull();
    }
}
