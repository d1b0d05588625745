package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.port.ChangeTrail;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TrailEntry;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Action;
import dev.latchkey.token.TrailEntry.Effect;
import dev.latchkey.token.TrailEntry.Subject;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The rules of {@link ChangeTrail}. Extend it and return an empty store.
 *
 * @param <S> the store's class
 */
public abstract class ChangeTrailContract<S extends TokenStore & ChangeTrail> {

    private static final Instant T0 = TokenRecords.ISSUED;
    private static final SecureRandom RANDOM = new SecureRandom();

    private S store;

    /** For subclasses. */
    protected ChangeTrailContract() {}

    /** {@return a store without any token and without a trail; called once for each test} */
    protected abstract S store();

    @BeforeEach
    void take_a_store() {
        store = store();
    }

    private static TrailEntry entry(Subject subject, Instant at, @Nullable String actor) {
        return TrailEntry.of(subject, new Act(at, actor, Action.REVOKED, "leaked"), Effect.NONE, RANDOM);
    }

    private static TrailEntry entry(Instant at) {
        return entry(new Subject(TokenRecords.newId(), "workspaces/acme"), at, "users/42");
    }

    private void write(TrailEntry... entries) {
        assertThat(store.write(List.of(), List.of(entries))).isTrue();
    }

    private List<TrailEntry> all(TrailQuery query) {
        List<TrailEntry> entries = new ArrayList<>();
        TrailQuery next = query;
        while (true) {
            TrailPage page = store.trail(next);
            assertThat(page.unreadable()).isEmpty();
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(query.limit());
            entries.addAll(page.entries());
            if (page.next().isEmpty()) {
                return entries;
            }
            next = next.after(page.next().get());
        }
    }

    /** An auditor trusts that the trail has every change, and no change that was not made. */
    @Nested
    class Written_with_the_change {

        @Test
        void entries_are_written_with_the_steps() {
            TokenRecord record = TokenRecords.ordinary().build();
            TrailEntry issued = entry(record.subject(), T0, "users/42");

            assertThat(store.write(List.of(new Write.Insert(record)), List.of(issued)))
                    .isTrue();

            assertThat(store.find(record.id())).contains(record);
            assertThat(store.trail(TrailQuery.all()).entries()).containsExactly(issued);
        }

        @Test
        void refused_steps_leave_no_entry() {
            TokenRecord record = TokenRecords.ordinary().build();
            StoreWrites.insert(store, record);

            assertThat(store.write(List.of(new Write.Insert(record)), List.of(entry(record.subject(), T0, "users/42"))))
                    .isFalse();

            assertThat(store.trail(TrailQuery.all()).entries()).isEmpty();
        }

        @Test
        void a_refused_second_step_leaves_neither_the_first_nor_an_entry() {
            TokenRecord record = TokenRecords.ordinary().build();

            assertThat(store.write(
                            List.of(new Write.Insert(record), new Write.Insert(record)),
                            List.of(entry(record.subject(), T0, "users/42"))))
                    .isFalse();

            assertThat(store.find(record.id())).isEmpty();
            assertThat(store.trail(TrailQuery.all()).entries()).isEmpty();
        }

        @Test
        void an_entry_outlives_its_token() {
            TokenRecord record = TokenRecords.ordinary().build();
            TrailEntry issued = entry(record.subject(), T0, null);
            store.write(List.of(new Write.Insert(record)), List.of(issued));

            store.write(List.of(new Write.Delete(record)));

            assertThat(store.trail(TrailQuery.all().ofToken(record.id())).entries())
                    .containsExactly(issued);
        }

        @Test
        void more_entries_than_steps_of_one_write_are_refused() {
            List<TrailEntry> entries = Collections.nCopies(store.maximumWrites() + 1, entry(T0));

            assertThatIllegalArgumentException().isThrownBy(() -> store.write(List.of(), entries));
        }
    }

    /** An auditor reads exactly what was written, for any length and any characters. */
    @Nested
    class Read_as_written {

        @Test
        void the_longest_entry() {
            String text = "\uD83D\uDD11".repeat(127) + "x";
            TrailEntry longest = TrailEntry.of(
                    new Subject(TokenId.of(-1, -1), text),
                    new Act(Instant.parse("9999-12-31T23:59:59.999Z"), text, Action.ATTRIBUTES_CHANGED, text),
                    new Effect(
                            "\u20ac".repeat(TrailEntry.MAX_EFFECT_BYTES / 3), "s".repeat(TrailEntry.MAX_EFFECT_BYTES)),
                    RANDOM);

            write(longest);

            assertThat(store.trail(TrailQuery.all()).entries()).containsExactly(longest);
        }

        @Test
        void the_shortest_entry() {
            TrailEntry shortest = TrailEntry.of(
                    new Subject(TokenId.of(0, 0), "o"),
                    new Act(Instant.EPOCH, null, Action.ENABLED, null),
                    Effect.NONE,
                    RANDOM);

            write(shortest);

            assertThat(store.trail(TrailQuery.all()).entries()).containsExactly(shortest);
        }

        @Test
        void an_empty_text_is_not_none() {
            TrailEntry emptied = TrailEntry.of(
                    new Subject(TokenId.of(0, 0), "o"),
                    new Act(T0, null, Action.ATTRIBUTES_CHANGED, null),
                    new Effect("", null),
                    RANDOM);

            write(emptied);

            assertThat(store.trail(TrailQuery.all()).entries()).containsExactly(emptied);
        }
    }

    /** The trail is read from its newest entry back, and no entry is missing or repeated. */
    @Nested
    class Pages {

        @Test
        void the_newest_entry_is_first() {
            TrailEntry second = entry(T0.plusMillis(1));
            TrailEntry third = entry(T0.plusMillis(2));
            TrailEntry first = entry(T0);

            write(second);
            write(third, first);

            assertThat(store.trail(TrailQuery.all()).entries()).containsExactly(third, second, first);
        }

        @Test
        void pages_have_each_entry_once_also_those_of_one_millisecond() {
            List<TrailEntry> written = IntStream.range(0, 50)
                    .mapToObj(i -> entry(T0.plusMillis(i / 10)))
                    .toList();
            write(written.toArray(TrailEntry[]::new));

            assertThat(all(TrailQuery.all().limit(7)))
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(written);
        }

        @Test
        void a_page_of_long_entries_ends_early() {
            Effect effect = new Effect(null, "s".repeat(TrailEntry.MAX_EFFECT_BYTES));
            for (int i = 0; i < 20; i++) {
                write(TrailEntry.of(
                        new Subject(TokenRecords.newId(), "workspaces/acme"),
                        new Act(T0, null, Action.NARROWED, null),
                        effect,
                        RANDOM));
            }

            TrailPage page = store.trail(TrailQuery.all());

            assertThat(page.entries().stream().mapToInt(TrailEntry::textLength).sum())
                    .isLessThanOrEqualTo(StoreLimits.MAX_TEXT);
            assertThat(page.next()).isPresent();
            assertThat(all(TrailQuery.all())).hasSize(20);
        }

        @Test
        void the_last_page_has_no_cursor_also_when_it_is_full() {
            write(entry(T0), entry(T0));

            assertThat(store.trail(TrailQuery.all().limit(2)).next()).isEmpty();
        }
    }

    /** The trail of one owner does not show another owner's entries. */
    @Nested
    class Filters {

        @Test
        void an_owner_is_compared_exactly() {
            TrailEntry mine = entry(new Subject(TokenRecords.newId(), "workspaces/acme"), T0, "users/42");
            for (String other :
                    List.of("workspaces/Acme", "workspaces/acme ", "workspaces/acm\u00e9", "workspaces/a")) {
                write(entry(new Subject(TokenRecords.newId(), other), T0, "users/42"));
            }
            write(mine);

            assertThat(all(TrailQuery.all().ofOwner("workspaces/acme"))).containsExactly(mine);
        }

        @Test
        void an_actor_is_compared_exactly() {
            TrailEntry mine = entry(new Subject(TokenRecords.newId(), "workspaces/acme"), T0, "users/anna");
            for (String other : List.of("users/Anna", "users/anna ", "users/ann\u00e1")) {
                write(entry(new Subject(TokenRecords.newId(), "workspaces/acme"), T0, other));
            }
            write(entry(new Subject(TokenRecords.newId(), "workspaces/acme"), T0, null));
            write(mine);

            assertThat(all(TrailQuery.all().byActor("users/anna"))).containsExactly(mine);
        }

        @Test
        void filters_are_joined_by_and_on_every_page() {
            Subject token = new Subject(TokenRecords.newId(), "workspaces/acme");
            for (int i = 0; i < 5; i++) {
                write(entry(token, T0.plusMillis(i), "users/42"), entry(token, T0.plusMillis(i), "users/7"));
                write(entry(T0.plusMillis(i)));
            }

            assertThat(all(TrailQuery.all()
                            .ofOwner("workspaces/acme")
                            .ofToken(token.token())
                            .byActor("users/42")
                            .limit(2)))
                    .hasSize(5);
        }
    }

    /** Retention deletes old entries, and nothing else. */
    @Nested
    class Trimming {

        @Test
        void entries_of_acts_before_the_time_go() {
            TrailEntry old = entry(T0.minusMillis(1));
            TrailEntry kept = entry(T0);
            write(kept, old);

            assertThat(store.trimTrail(T0, 100)).isEqualTo(1);

            assertThat(all(TrailQuery.all())).containsExactly(kept);
        }

        @Test
        void the_oldest_go_first_and_no_more_than_the_limit() {
            write(entry(T0.plusMillis(2)), entry(T0.plusMillis(1)), entry(T0));

            assertThat(store.trimTrail(T0.plusSeconds(1), 2)).isEqualTo(2);

            assertThat(all(TrailQuery.all()))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.act().at()).isEqualTo(T0.plusMillis(2)));
        }

        @Test
        void arguments_out_of_range_are_refused() {
            assertThatIllegalArgumentException().isThrownBy(() -> store.trimTrail(T0, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> store.trimTrail(T0, StoreLimits.MAX_BATCH + 1));
            assertThatIllegalArgumentException().isThrownBy(() -> store.trimTrail(Instant.EPOCH.minusMillis(1), 1));
        }
    }

    /**
     * An erasure leaves nothing about the owner's tokens, else personal data remain; and everything else, else one
     * owner's request deletes the evidence of another.
     */
    @Nested
    class Erasing {

        private static final String OWNER = "workspaces/acme";

        private TrailEntry of(String owner, Instant at) {
            return entry(new Subject(TokenRecords.newId(), owner), at, "users/42");
        }

        @Test
        void entries_of_all_tokens_of_the_owner_go_also_of_those_deleted_before() {
            TokenRecord stored = TokenRecords.ordinary().owner(OWNER).build();
            store.write(List.of(new Write.Insert(stored)), List.of(entry(stored.subject(), T0, null)));
            write(of(OWNER, T0.minusSeconds(1)), of(OWNER, T0.plusSeconds(1)));

            assertThat(store.eraseTrail(OWNER, 100)).isEqualTo(3);

            assertThat(all(TrailQuery.all())).isEmpty();
            assertThat(store.eraseTrail(OWNER, 100)).isZero();
            assertThat(store.find(stored.id())).contains(stored);
        }

        @Test
        void entries_of_owners_with_similar_names_remain() {
            List<TrailEntry> others = List.of(
                    of("workspaces/Acme", T0),
                    of("workspaces/acme ", T0),
                    of("workspaces/acm\u00e9", T0),
                    of("workspaces/acme/sub", T0),
                    of("workspaces/acm", T0));
            write(others.toArray(TrailEntry[]::new));
            write(of(OWNER, T0));

            assertThat(store.eraseTrail(OWNER, 100)).isEqualTo(1);

            assertThat(all(TrailQuery.all())).containsExactlyInAnyOrderElementsOf(others);
        }

        @Test
        void entries_of_other_owners_remain_although_the_owner_acted() {
            TokenId ofOwner = TokenRecords.newId();
            TrailEntry byOwner = entry(new Subject(TokenRecords.newId(), "workspaces/other"), T0, OWNER);
            TrailEntry byToken = entry(new Subject(TokenRecords.newId(), "workspaces/other"), T0, "tokens/" + ofOwner);
            write(byOwner, byToken, entry(new Subject(ofOwner, OWNER), T0, OWNER));

            assertThat(store.eraseTrail(OWNER, 100)).isEqualTo(1);

            assertThat(all(TrailQuery.all())).containsExactlyInAnyOrder(byOwner, byToken);
        }

        @Test
        void no_more_go_than_the_limit_the_oldest_first() {
            TrailEntry newest = of(OWNER, T0.plusMillis(2));
            write(newest, of(OWNER, T0.plusMillis(1)), of(OWNER, T0));

            assertThat(store.eraseTrail(OWNER, 2)).isEqualTo(2);

            assertThat(all(TrailQuery.all())).containsExactly(newest);
        }

        @Test
        void wrong_arguments_are_refused() {
            assertThatIllegalArgumentException().isThrownBy(() -> store.eraseTrail(OWNER, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> store.eraseTrail(OWNER, StoreLimits.MAX_BATCH + 1));
            assertThatIllegalArgumentException().isThrownBy(() -> store.eraseTrail(" ", 1));
        }
    }
}
