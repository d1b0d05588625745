package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WipedSecretTest {

    @Test
    void the_random_bytes_of_a_new_secret_are_wiped() {
        List<byte[]> filled = new ArrayList<>();
        SecureRandom random = new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                super.nextBytes(bytes);
                filled.add(bytes);
            }
        };

        TokenFormat.plain().generate(TokenId.of(0, 1), random);

        assertThat(filled)
                .singleElement()
                .satisfies(secret -> assertThat(secret).hasSize(32).containsOnly(0));
    }
}
