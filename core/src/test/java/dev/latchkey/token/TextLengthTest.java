package dev.latchkey.token;

import static dev.latchkey.token.RecordSpecimens.T0;
import static dev.latchkey.token.RecordSpecimens.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.scope.ScopeSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The lengths by which pages of lists are cut: a length that is too small makes pages larger than their limit. */
class TextLengthTest {

    private static final int ID = 26;

    @Test
    void the_length_of_a_record_counts_each_of_its_texts() {
        TokenRecord least = record(1).build();
        TokenRecord most = record(1)
                .owner("owner")
                .createdBy("creator 1")
                .description("description")
                .scopes("a b:read")
                .hash(SecretHash.of("argon2id", "$hash"))
                .revocation(new Intervention(T0, "actor", "reason of it"))
                .disablement(new Intervention(T0, null, "why"))
                .requestKey("the key")
                .requestDigest("the digest")
                .attributes(Map.of("k1", "value", "k2", "other value"))
                .details("details, as the core writes them")
                .build();

        assertThat(least.textLength())
                .isEqualTo(ID + "o".length() + "d".length() + "s".length() + "h".length() + "x".length());
        assertThat(most.textLength())
                .isEqualTo(ID
                        + ("owner" + "creator 1" + "description" + "a b:read" + "argon2id" + "$hash").length()
                        + ("actor" + "reason of it" + "why" + "the key" + "the digest").length()
                        + ("k1" + "value" + "k2" + "other value" + "details, as the core writes them").length());
    }

    @Test
    void the_length_of_a_use_counts_its_scopes_and_the_spaces_between_them() {
        assertThat(new TokenUse(TokenId.of(0, 1), T0, ScopeSet.empty()).textLength())
                .isEqualTo(ID);
        assertThat(new TokenUse(TokenId.of(0, 1), T0, ScopeSet.parse("a")).textLength())
                .isEqualTo(ID + 1);
        assertThat(new TokenUse(TokenId.of(0, 1), T0, ScopeSet.parse("a:read b c")).textLength())
                .isEqualTo(ID + "a:read b c".length());
    }
}
