package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.latchkey.scope.ScopeSet;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRecordTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final TokenId ID = TokenId.of(1, 2);

    private static TokenRecordBuilder record() {
        return TokenRecord.builder(ID)
                .owner("workspaces/acme")
                .description("nightly export")
                .scopes("workspace:read")
                .hash(SecretHash.of("argon2id", "$argon2id$secret-free"))
                .issuedAt(T0)
                .expiresAt(T0.plusSeconds(10));
    }

    @Test
    void a_new_record_has_version_1_and_is_its_own_family() {
        TokenRecord record = record().build();

        assertThat(record.version()).isEqualTo(1);
        assertThat(record.lineage().family()).isEqualTo(ID);
        assertThat(record.toBuilder().build()).isEqualTo(record);
    }

    @Test
    void every_record_that_is_not_revoked_has_a_version_left_for_its_revocation() {
        TokenRecord last = record().version(Long.MAX_VALUE - 1).build();

        TokenRecord revoked = last.withRevoked(T0, "leaked");

        assertThat(revoked.version()).isEqualTo(Long.MAX_VALUE);
        assertThat(revoked.toBuilder().build()).isEqualTo(revoked);
        assertThat(last.withHash(SecretHash.of("argon2id", "other"))).isSameAs(last);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> record().version(Long.MAX_VALUE).build())
                .withMessageContaining("revocation");
    }

    @Test
    void times_are_within_1970_and_9999_in_whole_milliseconds() {
        Instant latest = Instant.parse("9999-12-31T23:59:59.999Z");

        assertThat(TokenRecord.requireTime("before", latest.plusNanos(999_999))).isEqualTo(latest);
        assertThat(TokenRecord.requireTime("before", Instant.EPOCH)).isEqualTo(Instant.EPOCH);
        for (Instant time :
                new Instant[] {Instant.MIN, Instant.EPOCH.minusNanos(1), latest.plusMillis(1), Instant.MAX}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TokenRecord.requireTime("before", time))
                    .withMessageContaining("before " + time);
        }
    }

    @Test
    void revoking_is_for_good_and_keeps_the_first_time_and_reason() {
        TokenRecord revoked = record().build().withRevoked(T0.plusSeconds(1), "leaked");

        assertThat(revoked.version()).isEqualTo(2);
        assertThat(revoked.withRevoked(T0.plusSeconds(2), "again")).isSameAs(revoked);
        assertThat(revoked.lifecycle().revokedAt()).isEqualTo(T0.plusSeconds(1));
        assertThat(revoked.lifecycle().revocation().reason()).isEqualTo("leaked");
    }

    @Test
    void a_record_ends_with_its_expiry_or_its_revocation_whichever_is_first() {
        assertThat(record().expiresAt(null).build().lifecycle().endsAt()).isNull();
        assertThat(record().build().lifecycle().endsAt()).isEqualTo(T0.plusSeconds(10));
        assertThat(record().build()
                        .withRevoked(T0.plusSeconds(3), "x")
                        .lifecycle()
                        .endsAt())
                .isEqualTo(T0.plusSeconds(3));
        assertThat(record().build()
                        .withRevoked(T0.plusSeconds(30), "x")
                        .lifecycle()
                        .endsAt())
                .isEqualTo(T0.plusSeconds(10));
    }

    @Test
    void a_change_raises_the_version_by_one_and_no_change_does_not() {
        TokenRecord record = record().build();

        assertThat(record.withDescription("other").version()).isEqualTo(2);
        assertThat(record.withDescription("nightly export")).isSameAs(record);
        assertThat(record.withHash(SecretHash.of("argon2id", "x")).version()).isEqualTo(2);
    }

    @Test
    void times_are_cut_to_milliseconds() {
        TokenRecord record = record().issuedAt(T0.plusNanos(1_999_999)).build();

        assertThat(record.lifecycle().issuedAt()).isEqualTo(T0.plusMillis(1));
        assertThat(new TokenUse(ID, T0.plusNanos(1_999_999), ScopeSet.empty()).lastUsedAt())
                .isEqualTo(T0.plusMillis(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u2003", "a\u0000b", "a\nb", "a\u0085b", "\uD83D", "a\uDE00", "\uDE00\uD83D"})
    void text_that_some_store_could_not_keep_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> record().owner(text).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> record().description(text).build());
        assertThatIllegalArgumentException().isThrownBy(() -> record().build().withRevoked(T0, text));
    }

    @Test
    void the_longest_texts_are_kept_and_longer_ones_refused_with_both_lengths() {
        assertThat(record().owner("\uD83D\uDE00".repeat(127)).build().grant().owner())
                .hasSize(254);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> record().description("x".repeat(256)).build())
                .withMessage("description is 256 characters long; at most 255 are allowed");
        assertThat(record().details("\u20ac".repeat(16 * 1024 / 3)).build().details())
                .isNotEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        record().details("\u20ac".repeat(16 * 1024 / 3 + 1)).build())
                .withMessageContaining("bytes of UTF-8");
    }

    @Test
    void a_record_without_something_required_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenRecord.builder(ID).build())
                .withMessageContaining("needs owner");
    }

    @Test
    void the_next_version_keeps_what_a_record_was_inserted_with() {
        TokenRecord present =
                record().parent(TokenId.of(1, 1)).requestKey("key").build();
        TokenRecord next = present.toBuilder()
                .owner("another")
                .issuedAt(T0.plusSeconds(1))
                .parent(null)
                .family(TokenId.of(2, 2))
                .requestKey(null)
                .description("other")
                .version(2)
                .build();

        assertThat(next.asNextOf(present)).isEqualTo(present.withDescription("other"));
    }

    @Test
    void half_a_revocation_is_refused() {
        assertThatNullPointerException().isThrownBy(() -> new Intervention(T0, null, null));
        assertThatNullPointerException().isThrownBy(() -> new Intervention(null, null, "why"));
    }

    @Test
    void a_time_that_is_not_in_this_era_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> record().expiresAt(Instant.MAX).build())
                .withMessageContaining("expiresAt");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> record().issuedAt(Instant.ofEpochMilli(-1)).build());
    }

    @Test
    void the_first_and_the_last_time_of_this_era_are_kept() {
        Instant last = Instant.parse("9999-12-31T23:59:59.999Z");

        assertThat(record().expiresAt(last).build().lifecycle().expiresAt()).isEqualTo(last);
        assertThat(record().expiresAt(last.plusNanos(999_999))
                        .build()
                        .lifecycle()
                        .expiresAt())
                .isEqualTo(last);
        assertThat(record().issuedAt(Instant.EPOCH).build().lifecycle().issuedAt())
                .isEqualTo(Instant.EPOCH);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> record().expiresAt(last.plusMillis(1)).build());
    }

    @Test
    void a_request_key_and_scopes_may_be_as_long_as_the_limit_and_no_longer() {
        assertThat(record().requestKey("k".repeat(255)).build().lineage().requestKey())
                .hasSize(255);
        assertThat(record().scopes("s".repeat(TokenRecord.MAX_SCOPES_LENGTH))
                        .build()
                        .grant()
                        .scopes())
                .hasSize(65_535);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> record().requestKey("k".repeat(256)).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> record().requestKey("").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> record().scopes("s".repeat(TokenRecord.MAX_SCOPES_LENGTH + 1))
                        .build());
    }

    @Test
    void neither_a_record_nor_its_hash_prints_the_hash() {
        assertThat(record().build().toString()).doesNotContain("$argon2id");
        assertThat(record().build().hash().toString()).isEqualTo("SecretHash[argon2id, redacted]");
    }

    @Test
    void uses_of_one_token_combine_to_the_latest_time_and_all_scopes() {
        TokenUse first = new TokenUse(ID, T0.plusSeconds(5), ScopeSet.parse("a"));
        TokenUse second = new TokenUse(ID, T0, ScopeSet.parse("b"));

        assertThat(first.and(second))
                .isEqualTo(second.and(first))
                .isEqualTo(new TokenUse(ID, T0.plusSeconds(5), ScopeSet.parse("a b")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> first.and(new TokenUse(TokenId.of(9, 9), T0, ScopeSet.empty())));
    }

    @Test
    void a_record_has_at_most_8_different_ancestors_and_not_itself() {
        List<TokenId> most = IntStream.range(0, TokenRecord.MAX_ANCESTORS)
                .mapToObj(i -> TokenId.of(2, i))
                .toList();

        TokenRecord record = record().ancestors(most).build();

        assertThat(record.lineage().parent()).isEqualTo(TokenId.of(2, 7));
        assertThat(record.lineage().ancestors()).isEqualTo(most);
        for (List<TokenId> wrong : List.of(
                List.of(ID),
                List.of(TokenId.of(2, 1), TokenId.of(2, 1)),
                Stream.concat(most.stream(), Stream.of(TokenId.of(3, 3))).toList())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> record().ancestors(wrong).build());
        }
    }

    @Test
    void a_record_has_at_most_32_attributes_in_the_order_of_their_keys() {
        Map<String, String> most = IntStream.range(0, 32).boxed().collect(Collectors.toMap(i -> "key " + i, i -> "v"));

        assertThat(record().attributes(most).build().attributes()).hasSize(32);
        assertThat(record().attributes(Map.of("b", "2", "a", "1")).build().attributes())
                .containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
        Map<String, String> more = new HashMap<>(most);
        more.put("one more", "v");
        for (Map<String, String> wrong : List.of(
                more,
                Map.of("", "v"),
                Map.of("\u00e4", "v"),
                Map.of("k".repeat(65), "v"),
                Map.of("k", " "),
                Map.of("k", "v".repeat(256)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> record().attributes(wrong).build());
        }
    }

    @Test
    void who_and_why_are_kept_out_of_print() {
        Intervention by = new Intervention(T0.plusNanos(1), "users/42", "leaked to a rival");

        assertThat(by.at()).isEqualTo(T0);
        assertThat(by).hasToString("Intervention[2026-01-01T00:00:00Z]");
        assertThatIllegalArgumentException().isThrownBy(() -> new Intervention(T0, " ", "why"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Intervention(T0, null, ""));
    }
}
