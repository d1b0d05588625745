package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.UnavailableException;
import dev.latchkey.token.UnreadableToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    private final Service service = new Service();
    private final AccessTokens tokens = service.tokens().build();
    private final Tokens all = tokens.all();

    private IssuedToken issueFor(String owner) {
        service.clock.advance(Duration.ofMillis(1));
        return tokens.issuer()
                .issue(IssueRequest.forOwner(owner)
                        .grantedByTheService()
                        .describedAs("for " + owner)
                        .withScopes("workspace:read"));
    }

    @Test
    void a_token_is_found_by_its_id_with_all_but_its_secret() {
        IssuedToken issued = issueFor("workspaces/acme");

        StoredToken found = all.find(issued.id()).orElseThrow();

        assertThat(found).usingRecursiveComparison().isEqualTo(issued.stored());
        assertThat(found.description()).isEqualTo("for workspaces/acme");
        assertThat(found.state(service.clock.instant())).isEqualTo(StoredToken.State.LIVE);
        assertThat(all.find(TokenId.of(1, 1))).isEmpty();
    }

    @Test
    void an_owner_s_tokens_are_listed_newest_or_oldest_first_page_by_page() {
        List<TokenId> issued = IntStream.range(0, 7)
                .mapToObj(i -> {
                    issueFor("workspaces/other");
                    return issueFor("workspaces/acme").id();
                })
                .toList();
        List<TokenId> reversed = new ArrayList<>(issued);
        java.util.Collections.reverse(reversed);

        assertThat(walk(TokenQuery.all().oldestFirst().limit(3))).isEqualTo(issued);
        assertThat(walk(TokenQuery.all().newestFirst().limit(3))).isEqualTo(reversed);
        assertThat(walk(TokenQuery.all().newestFirst().limit(7))).isEqualTo(reversed);
    }

    private List<TokenId> walk(TokenQuery first) {
        List<TokenId> seen = new ArrayList<>();
        Optional<TokenQuery> query = Optional.of(first);
        while (query.isPresent()) {
            TokenQuery current = query.get();
            TokenList page = tokens.ownedBy("workspaces/acme").list(current);
            page.tokens().forEach(token -> seen.add(token.id()));
            query = page.next().map(current::after);
        }
        return seen;
    }

    @Test
    void a_description_can_be_changed() {
        TokenId id = issueFor("workspaces/acme").id();

        assertThat(all.describe(id, "weekly export")).hasValueSatisfying(change -> {
            assertThat(change.changed()).isTrue();
            assertThat(change.before().description()).isEqualTo("for workspaces/acme");
            assertThat(change.after().description()).isEqualTo("weekly export");
        });
        assertThat(all.describe(id, "weekly export").orElseThrow().changed())
                .as("the same again")
                .isFalse();
        assertThat(all.find(id).orElseThrow().description()).isEqualTo("weekly export");
        assertThat(all.describe(TokenId.of(1, 1), "x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u3164", "a\u0000b", "invoice\u202Efdp.exe", "a\u2029b", "a\u200B"})
    void blank_or_unreadable_text_changes_nothing(String text) {
        TokenId id = issueFor("workspaces/acme").id();
        Tokens owned = tokens.ownedBy("workspaces/acme");

        assertThatIllegalArgumentException().isThrownBy(() -> all.describe(id, text));
        assertThatIllegalArgumentException().isThrownBy(() -> all.revoke(id, text));
        assertThatIllegalArgumentException().isThrownBy(() -> owned.describe(id, text));
        assertThatIllegalArgumentException().isThrownBy(() -> owned.revoke(id, text));
        assertThatIllegalArgumentException().isThrownBy(() -> owned.revokeAll(text));
        assertThat(service.store.find(id).orElseThrow().version()).isEqualTo(1);
    }

    /** What an earlier version accepted, or another program wrote. */
    @Test
    void a_stored_token_with_invisible_text_can_be_read_listed_verified_and_revoked() {
        String owner = "workspaces/acme\u202E";
        IssuedToken issued = tokens.issuer().issue(Service.request());
        TokenRecord odd = service.store.find(issued.id()).orElseThrow().toBuilder()
                .owner(owner)
                .description("\u3164")
                .build();
        FakeStore other = new FakeStore(service.clock);
        StoreWrites.insert(other, odd);
        AccessTokens reading = AccessTokens.builder(other)
                .withoutPrefix()
                .clock(service.clock)
                .hasher(service.hasher)
                .build();
        Tokens owned = reading.ownedBy(owner);

        assertThat(reading.verifier().verify(issued.reveal()))
                .isInstanceOfSatisfying(
                        Verified.class,
                        verified -> assertThat(verified.token())
                                .asString()
                                .contains("acme<U+202E>")
                                .doesNotContain("\u202E"));
        assertThat(owned.list(TokenQuery.all()).tokens())
                .singleElement()
                .satisfies(token ->
                        assertThat(token).asString().contains("owner=workspaces/acme<U+202E>, description=<U+3164>"));
        assertThat(owned.describe(odd.id(), "readable")).isPresent();
        assertThat(owned.revokeAll("owner left").revoked()).isEqualTo(1);
        assertThat(reading.verifier().verify(issued.reveal())).isInstanceOf(Rejected.class);
        assertThat(owned.revoke(odd.id(), "again")).isPresent();
    }

    @Test
    void revoking_again_changes_nothing() {
        TokenId id = issueFor("workspaces/acme").id();
        all.revoke(id, "leaked");
        var firstTime = service.clock.instant();
        service.clock.advance(Duration.ofHours(1));

        Change again = all.revoke(id, "to be sure").orElseThrow();

        assertThat(again.changed()).isFalse();
        assertThat(again.after().revocation().orElseThrow().at()).isEqualTo(firstTime);
        assertThat(again.after().revocation().orElseThrow().reason()).isEqualTo("leaked");
        assertThat(service.store.find(id).orElseThrow().version()).isEqualTo(2);
        assertThat(all.revoke(TokenId.of(1, 1), "x")).isEmpty();
    }

    @Test
    void to_an_owner_the_tokens_of_others_do_not_exist() {
        IssuedToken theirs = issueFor("workspaces/other");
        Tokens mine = tokens.ownedBy("workspaces/acme");

        assertThat(mine.find(theirs.id())).isEmpty();
        assertThat(mine.describe(theirs.id(), "mine")).isEmpty();
        assertThat(mine.revoke(theirs.id(), "mine")).isEmpty();
        assertThat(mine.list(TokenQuery.all().ownedBy("workspaces/other")).tokens())
                .isEmpty();
        assertThat(mine.revokeAll("mine").revoked()).isZero();
        assertThat(service.store.find(theirs.id()).orElseThrow().version()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"workspaces/Acme", "workspaces/acme ", "workspaces/acm\u00e9", "workspaces/a\u0441me"})
    void owners_that_look_alike_are_not_the_same(String lookAlike) {
        TokenId id = issueFor("workspaces/acme").id();

        assertThat(tokens.ownedBy(lookAlike).find(id)).isEmpty();
        assertThat(tokens.ownedBy(lookAlike).list(TokenQuery.all()).tokens()).isEmpty();
    }

    @Test
    void an_owner_acts_on_its_own_tokens() {
        IssuedToken issued = issueFor("workspaces/acme");
        Tokens mine = tokens.ownedBy("workspaces/acme");

        assertThat(mine.find(issued.id())).isPresent();
        assertThat(mine.describe(issued.id(), "other")).isPresent();
        assertThat(mine.revoke(issued.id(), "done")).isPresent();
        assertThat(tokens.verifier().verify(issued.reveal())).isInstanceOf(Rejected.class);
    }

    @Test
    void revoking_all_of_an_owner_takes_every_live_token_and_no_one_else_s() {
        List<IssuedToken> mine = IntStream.range(0, 2_345)
                .mapToObj(i -> issueFor("workspaces/acme"))
                .toList();
        IssuedToken theirs = issueFor("workspaces/other");
        all.revoke(mine.get(0).id(), "before");

        assertThat(tokens.ownedBy("workspaces/acme").revokeAll("owner left").revoked())
                .isEqualTo(2_344);

        assertThat(mine)
                .allSatisfy(token ->
                        assertThat(tokens.verifier().verify(token.reveal())).isInstanceOf(Rejected.class));
        assertThat(tokens.verifier().verify(theirs.reveal())).isInstanceOf(Verified.class);
        assertThat(tokens.ownedBy("workspaces/acme").revokeAll("again").revoked())
                .isZero();
    }

    @Test
    void a_revocation_made_by_a_node_whose_clock_is_ahead_hides_no_live_token_from_revoking_all() {
        IssuedToken live = tokens.issuer().issue(Service.request().expiringAfter(Duration.ofSeconds(10)));
        IssuedToken other = tokens.issuer().issue(Service.request());
        service.clock.advance(Duration.ofSeconds(20));
        all.revoke(other.id(), "by the node that is ahead");
        service.clock.advance(Duration.ofSeconds(-20));

        assertThat(tokens.ownedBy("workspaces/acme").revokeAll("owner left").revoked())
                .isEqualTo(1);

        assertThat(all.find(live.id()).orElseThrow().revocation()).isPresent();
    }

    @Test
    void a_clock_that_is_a_minute_ahead_leaves_no_token_that_other_nodes_accept() {
        IssuedToken ending = tokens.issuer().issue(Service.request().expiringAfter(Duration.ofSeconds(30)));
        service.clock.advance(Duration.ofSeconds(60));

        assertThat(tokens.ownedBy("workspaces/acme").revokeAll("owner left").revoked())
                .isEqualTo(1);

        service.clock.advance(Duration.ofSeconds(-60));
        assertThat(tokens.verifier().verify(ending.reveal())).isEqualTo(new Rejected(RejectionReason.REVOKED));
    }

    @Test
    void revoking_all_leaves_alone_what_ended_ten_minutes_ago_and_takes_what_ended_later() {
        IssuedToken ended = tokens.issuer().issue(Service.request().expiringAfter(Duration.ofSeconds(1)));
        IssuedToken later = tokens.issuer().issue(Service.request().expiringAfter(Duration.ofMillis(1_001)));
        service.clock.advance(Duration.ofSeconds(1).plusMinutes(10));

        assertThat(tokens.ownedBy("workspaces/acme").revokeAll("owner left").revoked())
                .isEqualTo(1);

        assertThat(all.find(ended.id()).orElseThrow().revocation()).isEmpty();
        assertThat(all.find(later.id()).orElseThrow().revocation()).isPresent();
    }

    /** As somebody could write it by SQL. */
    private TokenId withUnreadableScopes() {
        TokenRecord record =
                service.store.find(issueFor("workspaces/acme").id()).orElseThrow();
        StoreWrites.update(
                service.store,
                record.toBuilder().scopes(":: no scopes ::").version(2).build());
        return record.id();
    }

    @Test
    void a_token_whose_scopes_cannot_be_read_is_listed_and_revoked_as_any_other() {
        TokenId id = withUnreadableScopes();
        Tokens owned = tokens.ownedBy("workspaces/acme");

        assertThat(owned.find(id).orElseThrow().problem()).isPresent();
        assertThat(owned.find(id).orElseThrow().scopes().isEmpty()).isTrue();
        assertThat(owned.list(TokenQuery.all()).tokens())
                .extracting(StoredToken::id)
                .containsExactly(id);
        assertThat(owned.describe(id, "damaged")).isPresent();

        assertThat(owned.revoke(id, "damaged").orElseThrow().after().revocation())
                .isPresent();
        assertThat(service.store.find(id).orElseThrow().lifecycle().revokedAt()).isNotNull();
        assertThat(all.revokeAndAwait(id, "again")
                        .orElseThrow()
                        .after()
                        .revocation()
                        .orElseThrow()
                        .reason())
                .isEqualTo("damaged");
    }

    @Test
    void revoking_all_takes_tokens_whose_scopes_cannot_be_read_and_all_others() {
        IssuedToken before = issueFor("workspaces/acme");
        TokenId damaged = withUnreadableScopes();
        IssuedToken after = issueFor("workspaces/acme");

        BulkRevocation done = tokens.ownedBy("workspaces/acme").revokeAll("owner left");

        assertThat(done).isEqualTo(new BulkRevocation(3, List.of()));
        assertThat(done.isComplete()).isTrue();
        assertThat(service.store.find(damaged).orElseThrow().lifecycle().revokedAt())
                .isNotNull();
        for (IssuedToken token : List.of(before, after)) {
            assertThat(tokens.verifier().verify(token.reveal())).isInstanceOf(Rejected.class);
        }
    }

    @Test
    void revoking_all_skips_a_record_that_cannot_be_read_and_reports_it() {
        IssuedToken before = issueFor("workspaces/acme");
        TokenId damaged = issueFor("workspaces/acme").id();
        IssuedToken after = issueFor("workspaces/acme");
        AccessTokens damagedTokens =
                service.tokensOn(new DamagedStore(service.store, damaged)).build();

        BulkRevocation done = damagedTokens.ownedBy("workspaces/acme").revokeAll("owner left");

        assertThat(done.revoked()).isEqualTo(2);
        assertThat(done.isComplete()).isFalse();
        assertThat(done.unreadable()).extracting(UnreadableToken::id).containsExactly(damaged);
        for (IssuedToken token : List.of(before, after)) {
            assertThat(tokens.verifier().verify(token.reveal())).isInstanceOf(Rejected.class);
        }
        assertThat(damagedTokens
                        .ownedBy("workspaces/acme")
                        .list(TokenQuery.all())
                        .unreadable())
                .extracting(UnreadableToken::id)
                .containsExactly(damaged);
    }

    @Test
    void revoking_all_on_a_store_that_fails_says_how_many_were_revoked_and_can_be_repeated() {
        for (int i = 0; i < 10; i++) {
            issueFor("workspaces/acme");
        }
        FailingUpdates failing = new FailingUpdates(service.store);
        Tokens owned = service.tokensOn(failing).build().ownedBy("workspaces/acme");

        failing.failFrom = 4;
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> owned.revokeAll("owner left"))
                .withMessageContaining("4 were revoked");
        assertThat(failing.updates).as("it does not try the others one by one").isEqualTo(8);

        failing.failFrom = Integer.MAX_VALUE;
        assertThat(owned.revokeAll("owner left")).isEqualTo(new BulkRevocation(6, List.of()));
    }

    @Test
    void revoking_again_gives_the_token_back_wherever_it_is_done() {
        TokenId id = issueFor("workspaces/acme").id();
        Tokens owned = tokens.ownedBy("workspaces/acme");
        all.revoke(id, "first");

        assertThat(all.revoke(id, "again")
                        .orElseThrow()
                        .after()
                        .revocation()
                        .orElseThrow()
                        .reason())
                .isEqualTo("first");
        assertThat(all.revokeAndAwait(id, "again")
                        .orElseThrow()
                        .after()
                        .revocation()
                        .orElseThrow()
                        .reason())
                .isEqualTo("first");
        assertThat(owned.revoke(id, "again")
                        .orElseThrow()
                        .after()
                        .revocation()
                        .orElseThrow()
                        .reason())
                .isEqualTo("first");
        assertThat(owned.revokeAndAwait(id, "again")
                        .orElseThrow()
                        .after()
                        .revocation()
                        .orElseThrow()
                        .reason())
                .isEqualTo("first");
    }

    @Test
    void a_time_out_of_range_changes_nothing() {
        for (Instant time : List.of(Instant.MIN, Instant.EPOCH.minusNanos(1), Instant.MAX)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tokens.administration().rejectIssuedBefore(time));
        }
        for (Duration bound :
                List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofDays(1).plusNanos(1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tokens.administration().recordRevocationBound(bound));
        }
        assertThat(service.store.findCommitted(Set.of()).state()).isEqualTo(StoreState.INITIAL);
    }

    /** The state row holds what no library wrote. */
    @Test
    void a_revocation_whose_bound_cannot_be_read_is_made_and_says_so() {
        TokenId id = issueFor("workspaces/acme").id();
        AtomicBoolean damaged = new AtomicBoolean();
        Tokens waiting = service.tokensOn(new DelegatingStore(service.store) {
                    @Override
                    public Snapshot findCommitted(Set<TokenId> ids, FeedPosition notBefore) {
                        if (damaged.get()) {
                            throw new TokenStoreException("the row of the state table is not what was written");
                        }
                        return super.findCommitted(ids, notBefore);
                    }
                })
                .build()
                .all();
        damaged.set(true);

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> waiting.revokeAndAwait(id, "leaked"))
                .withMessageContaining("token " + id + " is revoked")
                .withMessageContaining("state table");
        assertThat(service.store.find(id).orElseThrow().lifecycle().revokedAt()).isNotNull();
    }

    /** The record of one token is not what was written. */
    private static final class DamagedStore extends DelegatingStore {
        private final TokenId damaged;

        DamagedStore(FakeStore store, TokenId damaged) {
            super(store);
            this.damaged = damaged;
        }

        @Override
        public Snapshot find(Set<TokenId> ids) {
            if (ids.contains(damaged)) {
                throw new TokenStoreException("the row of token " + damaged + " is not what was written");
            }
            return super.find(ids);
        }

        @Override
        public TokenPage list(TokenQuery query) {
            TokenPage page = super.list(query);
            List<UnreadableToken> unreadable = new ArrayList<>();
            List<TokenPage.Entry> entries = new ArrayList<>(page.entries());
            entries.removeIf(entry -> entry.record().id().equals(damaged)
                    && unreadable.add(entry.record().withUnreadableUse("damaged")));
            return new TokenPage(entries, unreadable, page.next());
        }
    }

    /** The database goes away in the middle. */
    private static final class FailingUpdates extends DelegatingStore {
        int failFrom = Integer.MAX_VALUE;
        int updates;
        int updated;

        FailingUpdates(FakeStore store) {
            super(store);
        }

        @Override
        public boolean write(List<Write> writes) {
            updates++;
            if (updated + writes.size() > failFrom) {
                throw new TokenStoreException("the database does not answer");
            }
            updated += writes.size();
            return super.write(writes);
        }
    }

    @Test
    void revoking_all_tokens_of_the_store_takes_those_of_every_owner() {
        List<IssuedToken> issued = List.of(issueFor("workspaces/acme"), issueFor("workspaces/other"));

        assertThat(all.revokeAll("the service is closed").revoked()).isEqualTo(2);

        for (IssuedToken token : issued) {
            assertThat(tokens.verifier().verify(token.reveal())).isInstanceOf(Rejected.class);
        }
    }

    @Test
    void a_token_before_the_cut_off_is_shown_as_such() {
        IssuedToken issued = issueFor("workspaces/acme");
        tokens.administration().rejectIssuedBefore(service.clock.instant().plusMillis(1));

        Instant now = service.clock.instant();
        assertThat(all.find(issued.id()).orElseThrow().state(now)).isEqualTo(StoredToken.State.CUT_OFF);
        assertThat(all.list(TokenQuery.all()).tokens())
                .extracting(token -> token.state(now))
                .containsExactly(StoredToken.State.CUT_OFF);
        assertThat(all.describe(issued.id(), "other").orElseThrow().after().state(now))
                .isEqualTo(StoredToken.State.CUT_OFF);
        assertThat(issueFor("workspaces/acme").stored().state(now)).isEqualTo(StoredToken.State.LIVE);
        assertThat(tokens.verifier().verify(issued.reveal())).isEqualTo(new Rejected(RejectionReason.CUT_OFF));
    }

    @Test
    void sweeping_deletes_what_ended_before_a_time_in_batches_and_leaves_the_rest() {
        for (int i = 0; i < 1_200; i++) {
            tokens.issuer().issue(Service.request().expiringAfter(Duration.ofSeconds(1)));
        }
        IssuedToken live = tokens.issuer().issue(Service.request());
        service.clock.advance(Duration.ofHours(1));

        assertThat(tokens.administration().sweep(service.clock.instant())).isEqualTo(1_200);

        assertThat(all.list(TokenQuery.all()).tokens())
                .extracting(StoredToken::id)
                .containsExactly(live.id());
        assertThat(tokens.administration().sweep(service.clock.instant())).isZero();
    }

    /** What is written at once was listed before, and another node may have changed one of them since. */
    @Test
    void a_token_that_changed_since_it_was_listed_is_revoked_with_the_others() {
        List<IssuedToken> issued =
                Stream.generate(() -> issueFor("workspaces/acme")).limit(5).toList();
        ChangesBehindTheList behind =
                new ChangesBehindTheList(service.store, issued.get(2).id());
        Tokens owned = service.tokensOn(behind).build().ownedBy("workspaces/acme");

        assertThat(owned.revokeAll("owner left")).isEqualTo(new BulkRevocation(5, List.of()));

        for (IssuedToken token : issued) {
            assertThat(tokens.verifier().verify(token.reveal())).isInstanceOf(Rejected.class);
        }
        assertThat(all.find(issued.get(2).id()).orElseThrow().description()).isEqualTo("changed behind the list");
    }

    @Test
    void a_token_that_changed_since_it_was_listed_is_left_for_the_next_sweep() {
        List<IssuedToken> issued = Stream.generate(
                        () -> tokens.issuer().issue(Service.request().expiringAfter(Duration.ofSeconds(1))))
                .limit(5)
                .toList();
        service.clock.advance(Duration.ofHours(1));
        ChangesBehindTheList behind =
                new ChangesBehindTheList(service.store, issued.get(2).id());
        Administration administration = service.tokensOn(behind).build().administration();

        assertThat(administration.sweep(service.clock.instant())).isEqualTo(4);
        assertThat(all.list(TokenQuery.all()).tokens())
                .extracting(StoredToken::id)
                .containsExactly(issued.get(2).id());
        assertThat(administration.sweep(service.clock.instant())).isEqualTo(1);
    }

    @Test
    void sweeping_takes_a_time_within_1970_to_9999_in_whole_milliseconds() {
        tokens.issuer().issue(Service.request().expiringAfter(Duration.ofSeconds(1)));
        Instant end = service.clock.instant().plusSeconds(1);
        Administration administration = tokens.administration();

        for (Instant time : List.of(Instant.MIN, Instant.EPOCH.minusNanos(1), Instant.MAX)) {
            assertThatIllegalArgumentException().isThrownBy(() -> administration.sweep(time));
            assertThatIllegalArgumentException().isThrownBy(() -> administration.trimFeed(time));
        }
        assertThat(administration.sweep(end.plusNanos(999_999)))
                .as("its end is not before")
                .isZero();
        assertThat(administration.sweep(end.plusMillis(1))).isEqualTo(1);
    }

    /** Another node changes a token's description once it was listed. */
    private static final class ChangesBehindTheList extends DelegatingStore {
        private final TokenId id;
        private boolean changed;

        ChangesBehindTheList(FakeStore store, TokenId id) {
            super(store);
            this.id = id;
        }

        @Override
        public TokenPage list(TokenQuery query) {
            TokenPage page = super.list(query);
            if (!changed) {
                changed = true;
                TokenRecord record = delegate().find(id).orElseThrow();
                StoreWrites.update(delegate(), record.withDescription("changed behind the list"));
            }
            return page;
        }
    }

    @Test
    void trimming_the_feed_deletes_entries_made_before_a_time_in_batches() {
        for (int i = 0; i < 1_200; i++) {
            all.revoke(issueFor("workspaces/acme").id(), "leaked");
        }
        service.clock.advance(Duration.ofHours(1));

        Administration administration = service.tokensOn(service.store).build().administration();
        assertThat(administration.trimFeed(service.clock.instant()))
                .as("the newest entry stays")
                .isEqualTo(1_199);
    }

    @Test
    void who_created_and_who_revoked_a_token_is_stored_with_it() {
        IssuedToken issued =
                tokens.issuer().issue(Service.request().grantedBy("users/42", ScopeSet.parse("workspace")));
        IssuedToken byTheService = tokens.issuer().issue(Service.request());

        Change revoked = all.by("users/7").revoke(issued.id(), "leaked").orElseThrow();
        all.by("users/8").revoke(issued.id(), "again");

        assertThat(issued.stored().createdBy()).contains("users/42");
        assertThat(byTheService.stored().createdBy()).isEmpty();
        assertThat(revoked.before().revocation()).isEmpty();
        assertThat(all.find(issued.id())
                        .orElseThrow()
                        .revocation()
                        .orElseThrow()
                        .by())
                .isEqualTo("users/7");
        assertThat(tokens.ownedBy("workspaces/acme")
                        .by("users/9")
                        .revokeAll("left")
                        .revoked())
                .isEqualTo(1);
        assertThat(all.find(byTheService.id())
                        .orElseThrow()
                        .revocation()
                        .orElseThrow()
                        .by())
                .isEqualTo("users/9");
    }

    @Test
    void a_disabled_token_is_rejected_until_it_is_enabled_again() {
        IssuedToken issued = issueFor("workspaces/acme");

        Change disabled = all.by("users/7").disable(issued.id(), "audit").orElseThrow();

        assertThat(disabled.changed()).isTrue();
        assertThat(disabled.after().state(service.clock.instant())).isEqualTo(StoredToken.State.DISABLED);
        assertThat(disabled.after().disablement().orElseThrow().at()).isEqualTo(service.clock.instant());
        assertThat(disabled.after().disablement().orElseThrow().by()).isEqualTo("users/7");
        assertThat(disabled.after().disablement().orElseThrow().reason()).isEqualTo("audit");
        assertThat(tokens.verifier().verify(issued.reveal())).isEqualTo(new Rejected(RejectionReason.DISABLED));
        assertThat(all.disable(issued.id(), "again").orElseThrow().changed()).isFalse();

        assertThat(all.enable(issued.id()).orElseThrow().changed()).isTrue();
        assertThat(tokens.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
        assertThat(all.enable(issued.id()).orElseThrow().changed()).isFalse();
    }

    @Test
    void a_revocation_is_final_whatever_was_disabled_before_or_is_enabled_after() {
        IssuedToken issued = issueFor("workspaces/acme");
        all.disable(issued.id(), "audit");
        all.revoke(issued.id(), "leaked");

        assertThat(all.enable(issued.id()).orElseThrow().changed()).isFalse();
        assertThat(all.disable(issued.id(), "again").orElseThrow().changed()).isFalse();
        assertThat(tokens.verifier().verify(issued.reveal())).isEqualTo(new Rejected(RejectionReason.REVOKED));
        assertThat(tokens.ownedBy("workspaces/other").disable(issued.id(), "not mine"))
                .isEmpty();
        assertThat(tokens.ownedBy("workspaces/other").enable(issued.id())).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> all.disable(issued.id(), " "));
    }

    @Test
    void what_the_host_notes_beside_a_token_is_shown_and_given_to_whoever_verifies_it() {
        IssuedToken issued = tokens.issuer()
                .issue(Service.request()
                        .withAttribute("team", "data")
                        .withAttribute("client", "ci")
                        .withAttribute("team", "ops"));

        assertThat(all.find(issued.id()).orElseThrow().attributes())
                .containsExactly(Map.entry("client", "ci"), Map.entry("team", "ops"));
        assertThat(tokens.verifier().verify(issued.reveal()))
                .isInstanceOfSatisfying(
                        Verified.class,
                        verified -> assertThat(verified.token().attributes()).containsEntry("team", "ops"));
        assertThatIllegalArgumentException().isThrownBy(() -> Service.request().withAttribute("team", "\u3164"));
        assertThatIllegalArgumentException().isThrownBy(() -> Service.request().withAttribute("t\u00e9am", "x"));
        IssueRequest most = Service.request();
        for (int i = 0; i < 32; i++) {
            most = most.withAttribute("key " + i, "value");
        }
        IssueRequest full = most;
        assertThatIllegalArgumentException().isThrownBy(() -> full.withAttribute("one more", "value"));
    }

    @Test
    void an_actor_is_a_visible_text() {
        assertThatIllegalArgumentException().isThrownBy(() -> all.by(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> all.by("users/\u202E42"));
    }

    @Test
    void changes_made_at_the_same_time_are_all_made() throws Exception {
        TokenId id = issueFor("workspaces/acme").id();
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Optional<Change>>> changes = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String text = "description " + i;
                changes.add(() -> all.describe(id, text));
            }
            changes.add(() -> all.revoke(id, "leaked"));

            for (var change : executor.invokeAll(changes)) {
                assertThat(change.get()).isPresent();
            }
        } finally {
            executor.shutdown();
        }

        assertThat(service.store.find(id).orElseThrow().version()).isEqualTo(14);
        assertThat(all.find(id).orElseThrow().revocation().orElseThrow().reason())
                .isEqualTo("leaked");
    }
}
