package dev.latchkey.token;

import static dev.latchkey.token.RecordSpecimens.T0;
import static dev.latchkey.token.RecordSpecimens.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Action;
import dev.latchkey.token.TrailEntry.Effect;
import dev.latchkey.token.TrailEntry.Subject;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries of the durable trail, queries for them, and pages. */
class TrailValuesTest {

    private static final Subject SUBJECT = new Subject(TokenId.of(0, 1), "acme");
    private static final Act REVOKED = new Act(T0, "ann", Action.REVOKED, "leaked");

    private final SecureRandom random = new SecureRandom();

    private static TrailEntry entry(int number, Effect effect) {
        return new TrailEntry(TokenId.of(T0.toEpochMilli() << 16, number).toString(), SUBJECT, REVOKED, effect);
    }

    private static List<String> newestFirst(Map<String, TrailEntry> entries) {
        return List.copyOf(new TreeMap<>(entries).descendingKeySet());
    }

    private static Map<String, TrailEntry> entries(int number, Effect effect) {
        Map<String, TrailEntry> entries = new TreeMap<>();
        IntStream.rangeClosed(1, number)
                .mapToObj(i -> entry(i, effect))
                .forEach(entry -> entries.put(entry.id(), entry));
        return entries;
    }

    @Test
    void entries_sort_by_time() {
        TrailEntry entry = TrailEntry.of(SUBJECT, REVOKED, Effect.NONE, random);

        assertThat(entry.id())
                .isGreaterThanOrEqualTo(TrailEntry.firstIdOf(T0))
                .isLessThan(TrailEntry.firstIdOf(T0.plusMillis(1)));
        assertThat(TrailEntry.firstIdOf(T0))
                .isEqualTo(TokenId.of(T0.toEpochMilli() << 16, 0).toString());
    }

    @Test
    void an_id_of_another_time_than_the_act_is_refused() {
        String id = TrailEntry.firstIdOf(T0.plusMillis(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrailEntry(id, SUBJECT, REVOKED, Effect.NONE))
                .withMessageContaining("2026-01-01T00:00:00Z");
    }

    @Test
    void the_subject_of_a_record_is_its_token_and_its_owner() {
        assertThat(record(5).build().subject()).isEqualTo(new Subject(TokenId.of(0, 5), "o"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u0000b"})
    void actors_and_reasons_that_no_record_may_have_are_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Act(T0, text, Action.REVOKED, null))
                .withMessageContaining("actor");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Act(T0, null, Action.REVOKED, text))
                .withMessageContaining("reason");
        assertThatIllegalArgumentException().isThrownBy(() -> new Subject(TokenId.of(0, 1), text));
    }

    @Test
    void an_effect_has_values_of_at_most_the_longest_list_of_scopes() {
        String longest = "s".repeat(TrailEntry.MAX_EFFECT_BYTES);

        assertThat(new Effect(longest, longest).after()).hasSize(65_535);
        assertThatIllegalArgumentException().isThrownBy(() -> new Effect(longest + "s", null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Effect(null, longest + "s"));
    }

    @Test
    void an_entry_prints_what_was_done_to_which_token_and_neither_actor_nor_reason() {
        assertThat(entry(1, Effect.NONE).toString())
                .contains("00000000000000000000000001", "REVOKED")
                .doesNotContain("ann", "leaked", "acme");
    }

    @Test
    void the_length_of_an_entry_counts_each_of_its_texts() {
        Act unnamed = new Act(T0, null, Action.REVOKED, null);

        assertThat(entry(1, new Effect("before it", "after")).textLength())
                .isEqualTo(2 * 26
                        + "acme".length()
                        + "ann".length()
                        + "leaked".length()
                        + "before it".length()
                        + "after".length());
        assertThat(TrailEntry.of(SUBJECT, unnamed, Effect.NONE, random).textLength())
                .isEqualTo(2 * 26 + "acme".length());
    }

    @Test
    void a_query_matches_an_entry_that_has_all_that_it_names() {
        TrailQuery query =
                TrailQuery.all().ofOwner("acme").ofToken(TokenId.of(0, 1)).byActor("ann");
        TrailEntry entry = entry(1, Effect.NONE);

        assertThat(TrailQuery.all().matches(entry)).isTrue();
        assertThat(query.matches(entry)).isTrue();
        assertThat(query.ofOwner("Acme").matches(entry)).isFalse();
        assertThat(query.ofToken(TokenId.of(0, 2)).matches(entry)).isFalse();
        assertThat(query.byActor("bob").matches(entry)).isFalse();
    }

    @Test
    void each_setting_of_a_query_keeps_the_others() {
        String cursor = TrailEntry.firstIdOf(T0);

        assertThat(TrailQuery.all()
                        .limit(7)
                        .after(cursor)
                        .byActor("ann")
                        .ofToken(TokenId.of(0, 1))
                        .ofOwner("acme"))
                .isEqualTo(new TrailQuery("acme", TokenId.of(0, 1), "ann", cursor, 7));
        assertThat(TrailQuery.all().limit()).isEqualTo(100);
    }

    @Test
    void a_query_refuses_texts_that_no_entry_has_and_limits_out_of_range() {
        assertThat(TrailQuery.all().limit(1).limit()).isEqualTo(1);
        assertThat(TrailQuery.all().limit(200).limit()).isEqualTo(200);
        for (int limit : new int[] {Integer.MIN_VALUE, 0, 201}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TrailQuery.all().limit(limit))
                    .withMessage("limit " + limit + " is not between 1 and 200");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> TrailQuery.all().ofOwner(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> TrailQuery.all().byActor(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> TrailQuery.all().after("x".repeat(27)));
    }

    @Test
    void a_page_has_as_many_entries_as_the_limit_and_continues_after_the_last() {
        Map<String, TrailEntry> all = entries(3, Effect.NONE);
        List<String> ids = newestFirst(all);

        TrailPage first = TrailPage.of(TrailQuery.all().limit(2), ids, all);
        TrailPage whole = TrailPage.of(TrailQuery.all().limit(3), ids, all);

        assertThat(first.entries()).containsExactly(all.get(ids.get(0)), all.get(ids.get(1)));
        assertThat(first.next()).contains(ids.get(1));
        assertThat(whole.entries()).hasSize(3);
        assertThat(whole.next()).isEmpty();
    }

    @Test
    void an_entry_that_cannot_be_read_is_reported_by_id_and_counts() {
        Map<String, TrailEntry> readable = entries(3, Effect.NONE);
        List<String> ids = newestFirst(readable);
        readable.remove(ids.get(0));

        TrailPage page = TrailPage.of(TrailQuery.all().limit(2), ids, readable);

        assertThat(page.unreadable()).containsExactly(ids.get(0));
        assertThat(page.entries()).containsExactly(readable.get(ids.get(1)));
        assertThat(page.next()).contains(ids.get(1));
    }

    @Test
    void a_page_ends_before_the_entry_that_would_exceed_its_text() {
        String scopes = "s".repeat(TrailEntry.MAX_EFFECT_BYTES);
        Map<String, TrailEntry> all = entries(9, new Effect(scopes, scopes));
        List<String> ids = newestFirst(all);
        int fitting = TrailPage.MAX_TEXT / all.get(ids.get(0)).textLength();

        TrailPage page = TrailPage.of(TrailQuery.all(), ids, all);

        assertThat(page.entries()).hasSize(fitting).hasSizeLessThan(9);
        assertThat(page.next()).contains(ids.get(fitting - 1));
    }

    @Test
    void an_act_is_kept_in_whole_milliseconds() {
        assertThat(new Act(T0.plusNanos(1), null, Action.ISSUED, null).at()).isEqualTo(T0);
        assertThatIllegalArgumentException().isThrownBy(() -> new Act(Instant.MAX, null, Action.ISSUED, null));
    }
}
