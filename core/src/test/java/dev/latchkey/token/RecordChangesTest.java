package dev.latchkey.token;

import static dev.latchkey.token.RecordSpecimens.T0;
import static dev.latchkey.token.RecordSpecimens.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The next version of a record, and when nothing changes. */
class RecordChangesTest {

    private static final Intervention BY_ANN = new Intervention(T0.plusSeconds(1), "ann", "holiday");
    private static final Intervention BY_BOB = new Intervention(T0.plusSeconds(2), "bob", "leaked");

    private final TokenRecord record = record(1).build();
    private final Lifecycle live = record.lifecycle();

    @Test
    void changing_a_value_to_itself_makes_no_new_version() {
        assertThat(record.withScopes("s")).isSameAs(record);
        assertThat(record.withAttributes(Map.of())).isSameAs(record);
        assertThat(record.withDetails("")).isSameAs(record);
        assertThat(record.withLifecycle(live)).isSameAs(record);
    }

    @Test
    void changing_a_value_makes_the_next_version_with_that_value_alone() {
        assertThat(record.withScopes("s:read"))
                .isEqualTo(record(1).scopes("s:read").version(2).build());
        assertThat(record.withAttributes(Map.of("k", "v")))
                .isEqualTo(record(1).attributes(Map.of("k", "v")).version(2).build());
        assertThat(record.withDetails("x"))
                .isEqualTo(record(1).details("x").version(2).build());
    }

    @Test
    void a_token_with_a_successor_ends_at_the_given_time_unless_it_expires_before() {
        TokenId successor = TokenId.of(0, 2);

        TokenRecord earlier = record.withSuccessor(successor, T0.plusSeconds(5));
        TokenRecord later = record.withSuccessor(successor, T0.plusSeconds(50));
        TokenRecord endless = record(1).expiresAt(null).build().withSuccessor(successor, T0.plusSeconds(50));

        assertThat(earlier.version()).isEqualTo(2);
        assertThat(earlier.lineage().successor()).isEqualTo(successor);
        assertThat(earlier.lifecycle().expiresAt()).isEqualTo(T0.plusSeconds(5));
        assertThat(later.lifecycle().expiresAt()).isEqualTo(T0.plusSeconds(10));
        assertThat(endless.lifecycle().expiresAt()).isEqualTo(T0.plusSeconds(50));
    }

    @Test
    void a_successor_leaves_the_rest_of_the_lineage_unchanged() {
        Lineage lineage = record(1)
                .parent(TokenId.of(0, 7))
                .requestKey("key")
                .requestDigest("digest")
                .build()
                .lineage();

        assertThat(lineage.succeededBy(TokenId.of(0, 2)))
                .isEqualTo(new Lineage(List.of(TokenId.of(0, 7)), TokenId.of(0, 1), TokenId.of(0, 2), "key", "digest"));
    }

    @Test
    void disabling_keeps_the_first_disablement_and_enabling_removes_it() {
        Lifecycle disabled = live.disabled(BY_ANN);

        assertThat(disabled.isDisabled()).isTrue();
        assertThat(disabled.disablement()).isEqualTo(BY_ANN);
        assertThat(disabled.disabled(BY_BOB)).isSameAs(disabled);
        assertThat(disabled.enabled()).isEqualTo(live);
        assertThat(live.isDisabled()).isFalse();
        assertThat(live.enabled()).isSameAs(live);
    }

    @Test
    void a_revoked_token_can_be_neither_disabled_nor_enabled() {
        Lifecycle revoked = live.revoked(BY_BOB);
        Lifecycle revokedWhileDisabled = live.disabled(BY_ANN).revoked(BY_BOB);

        assertThat(revoked.disabled(BY_ANN)).isSameAs(revoked);
        assertThat(revokedWhileDisabled.enabled()).isSameAs(revokedWhileDisabled);
        assertThat(revokedWhileDisabled.isRevoked()).isTrue();
        assertThat(revokedWhileDisabled.disablement()).isEqualTo(BY_ANN);
    }

    @Test
    void an_expiry_moves_to_an_earlier_time_and_never_to_a_later_one() {
        Lifecycle endless = record(1).expiresAt(null).build().lifecycle();

        assertThat(live.shortenedTo(T0.plusSeconds(3)).expiresAt()).isEqualTo(T0.plusSeconds(3));
        assertThat(endless.shortenedTo(T0.plusSeconds(3)).expiresAt()).isEqualTo(T0.plusSeconds(3));
        assertThat(live.shortenedTo(T0.plusSeconds(10))).isSameAs(live);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> live.shortenedTo(T0.plusSeconds(10).plusMillis(1)))
                .withMessageContaining("never made to live longer");
    }

    /** Each changes one part of a record, and nothing else. */
    static List<UnaryOperator<TokenRecordBuilder>> differences() {
        return List.of(
                builder -> builder.owner("other"),
                builder -> builder.hash(SecretHash.of("h", "y")),
                builder -> builder.expiresAt(null),
                builder -> builder.requestKey("key"),
                builder -> builder.attributes(Map.of("k", "v")),
                builder -> builder.details("x"),
                builder -> builder.version(2));
    }

    @ParameterizedTest
    @MethodSource("differences")
    void records_that_differ_in_one_part_are_not_equal(UnaryOperator<TokenRecordBuilder> difference) {
        TokenRecord other = difference.apply(record(1)).build();

        assertThat(other).isNotEqualTo(record);
        assertThat(other.toBuilder().build()).isEqualTo(other).hasSameHashCodeAs(other);
    }

    @Test
    void a_record_of_another_token_is_not_equal() {
        assertThat(record(2).build()).isNotEqualTo(record);
    }

    @Test
    void attributes_that_a_record_may_have_are_returned_in_the_order_of_their_keys() {
        assertThat(TokenRecord.requireAttributes(Map.of("b", "2", "a", "1")))
                .containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
    }
}
