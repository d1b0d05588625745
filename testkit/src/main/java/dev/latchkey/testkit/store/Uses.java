package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenPage;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Uses are merged beside the record. */
abstract class Uses extends ListGroup {

    @Test
    void a_use_is_listed_with_its_token() {
        TokenRecord used = insert(with -> with);
        TokenRecord unused = insert(with -> with);

        use(used, T0.plusMillis(1), "a b");

        assertThat(useOf(used)).isEqualTo(new TokenUse(used.id(), T0.plusMillis(1), ScopeSet.parse("a b")));
        assertThat(useOf(unused)).isNull();
    }

    @Test
    void the_uses_of_some_tokens_are_found_by_their_ids() {
        TokenRecord used = insert(with -> with);
        TokenRecord alsoUsed = insert(with -> with);
        TokenRecord unused = insert(with -> with);
        use(used, T0.plusMillis(1), "a b");
        use(alsoUsed, T0.plusMillis(2), "c");

        assertThat(store.findUses(Set.of(used.id(), unused.id(), TokenRecords.newId())))
                .isEqualTo(Map.of(used.id(), new TokenUse(used.id(), T0.plusMillis(1), ScopeSet.parse("a b"))));
        assertThat(store.findUses(Set.of())).isEmpty();
    }

    @Test
    void as_many_uses_are_found_as_the_limit_and_more_ids_are_a_mistake_of_the_caller() {
        Set<TokenId> ids = new HashSet<>();
        while (ids.size() < StoreLimits.MAX_IDS) {
            TokenRecord record = insert(with -> with);
            use(record, T0, "a");
            ids.add(record.id());
        }

        assertThat(store.findUses(ids)).containsOnlyKeys(ids);

        ids.add(TokenRecords.newId());
        assertThatIllegalArgumentException().isThrownBy(() -> store.findUses(ids));
    }

    @Test
    void the_use_of_a_deleted_token_is_not_found() {
        TokenRecord record = insert(with -> with);
        use(record, T0, "a");

        assertThat(StoreWrites.delete(store, record)).isTrue();

        assertThat(store.findUses(Set.of(record.id()))).isEmpty();
    }

    @Test
    void the_latest_time_and_all_scopes_stay_in_whatever_order_they_come() {
        TokenRecord record = insert(with -> with);

        use(record, T0.plusMillis(5), "b");
        use(record, T0.plusMillis(3), "a");
        use(record, T0.plusMillis(5), "b");
        store.recordUse(List.of(
                new TokenUse(record.id(), T0.plusMillis(4), ScopeSet.parse("a:c")),
                new TokenUse(record.id(), T0.plusMillis(2), ScopeSet.empty())));

        assertThat(useOf(record)).isEqualTo(new TokenUse(record.id(), T0.plusMillis(5), ScopeSet.parse("a a:c b")));
    }

    @Test
    void uses_of_unknown_tokens_are_ignored_and_those_of_others_in_the_batch_are_kept() {
        TokenRecord record = insert(with -> with);

        store.recordUse(List.of(
                new TokenUse(TokenRecords.newId(), T0, ScopeSet.parse("a")),
                new TokenUse(record.id(), T0, ScopeSet.parse("a")),
                new TokenUse(TokenRecords.newId(), T0, ScopeSet.parse("a"))));
        store.recordUse(List.of());

        assertThat(useOf(record)).isNotNull();
        assertThat(store.list(TokenQuery.all()).entries()).hasSize(1);
    }

    @Test
    void a_use_changes_neither_record_nor_version_and_outlives_a_change_of_the_record() {
        TokenRecord record = insert(with -> with);
        Optional<TokenRecord> before = store.find(record.id());
        use(record, T0, "a");
        assertThat(store.find(record.id())).isEqualTo(before);

        assertThat(StoreWrites.update(store, record.withDescription("other"))).isTrue();

        assertThat(useOf(record)).isEqualTo(new TokenUse(record.id(), T0, ScopeSet.parse("a")));
    }

    @Test
    void the_largest_scopes_are_kept() {
        TokenRecord record = TokenRecords.largest().build();
        StoreWrites.insert(store, record);

        use(record, T0, record.grant().scopes());

        assertThat(useOf(record))
                .isEqualTo(new TokenUse(
                        record.id(), T0, ScopeSet.parse(record.grant().scopes())));
    }

    @Test
    void more_scopes_than_a_use_can_have_are_cut_alike_in_any_order_and_read_again() {
        TokenRecord forwards = insert(with -> with);
        TokenRecord backwards = insert(with -> with);
        TokenRecord other = insert(with -> with);
        List<TokenUse> uses = new ArrayList<>();
        for (int i = 0; i < 3 * TokenUse.MAX_SCOPES; i++) {
            uses.add(new TokenUse(forwards.id(), T0, ScopeSet.parse("s" + (100 + i))));
        }
        ScopeSet kept = uses.stream()
                .limit(TokenUse.MAX_SCOPES)
                .map(TokenUse::usedScopes)
                .reduce(ScopeSet.empty(), ScopeSet::union);

        for (TokenUse use : uses) {
            use(forwards, T0, use.usedScopes().toString());
        }
        Collections.reverse(uses);
        store.recordUse(uses.stream()
                .map(use -> new TokenUse(backwards.id(), T0, use.usedScopes()))
                .toList());
        use(backwards, T0, "s101 s291");

        assertThat(useOf(forwards)).isEqualTo(new TokenUse(forwards.id(), T0, kept));
        assertThat(useOf(backwards)).isEqualTo(new TokenUse(backwards.id(), T0, kept));
        assertThat(useOf(other)).isNull();
    }

    @Test
    void more_uses_than_the_limit_are_a_mistake_of_the_caller_and_none_is_kept() {
        TokenRecord record = insert(with -> with);
        TokenUse use = new TokenUse(record.id(), T0, ScopeSet.parse("a"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.recordUse(Collections.nCopies(StoreLimits.MAX_USES + 1, use)));
        assertThat(useOf(record)).isNull();
    }

    @Test
    void as_many_uses_as_the_limit_are_kept_at_once() {
        List<TokenUse> uses = new ArrayList<>();
        for (int i = 0; i < StoreLimits.MAX_USES; i++) {
            uses.add(new TokenUse(insert(with -> with).id(), T0.plusMillis(i), ScopeSet.parse("s" + i)));
        }

        store.recordUse(uses);

        assertThat(store.list(TokenQuery.all().limit(1_000)).entries())
                .extracting(TokenPage.Entry::use)
                .containsExactlyInAnyOrderElementsOf(uses);
    }

    @Test
    void more_text_of_uses_than_the_limit_is_a_mistake_of_the_caller_and_none_is_kept() {
        TokenRecord record = insert(with -> with);
        String scopes = IntStream.range(0, TokenUse.MAX_SCOPES)
                .mapToObj(i -> "s" + i + ":" + "x".repeat(TokenUse.MAX_SCOPE_LENGTH - 10))
                .collect(Collectors.joining(" "));
        TokenUse use = new TokenUse(record.id(), T0, ScopeSet.parse(scopes));

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> store.recordUse(Collections.nCopies(StoreLimits.MAX_TEXT / use.textLength() + 1, use)));
        assertThat(useOf(record)).isNull();
    }
}
