package dev.latchkey.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.OwnedTokens;
import dev.latchkey.Rejected;
import dev.latchkey.StoredToken;
import dev.latchkey.TokenList;
import dev.latchkey.TokenRegistry;
import dev.latchkey.Verified;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.port.TokenQuery;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryTest {

    private final Service service = new Service();
    private final AccessTokens tokens = service.tokens().build();
    private final TokenRegistry registry = tokens.registry();

    private IssuedToken issueFor(String owner) {
        service.clock.advance(Duration.ofMillis(1));
        return tokens.issuer()
                .issue(IssueRequest.forOwner(owner).describedAs("for " + owner).withScopes("workspace:read"));
    }

    @Test
    void a_token_is_found_by_its_id_with_all_but_its_secret() {
        IssuedToken issued = issueFor("workspaces/acme");

        StoredToken found = registry.find(issued.stored().id()).orElseThrow();

        assertThat(found).usingRecursiveComparison().isEqualTo(issued.stored());
        assertThat(found.description()).isEqualTo("for workspaces/acme");
        assertThat(found.isLiveAt(service.clock.instant())).isTrue();
        assertThat(registry.find(TokenId.of(1, 1))).isEmpty();
    }

    @Test
    void an_owner_s_tokens_are_listed_newest_or_oldest_first_page_by_page() {
        List<TokenId> issued = IntStream.range(0, 7)
                .mapToObj(i -> {
                    issueFor("workspaces/other");
                    return issueFor("workspaces/acme").stored().id();
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
            TokenList page = registry.of("workspaces/acme").list(current);
            page.tokens().forEach(token -> seen.add(token.id()));
            query = page.next().map(current::after);
        }
        return seen;
    }

    @Test
    void a_description_can_be_changed() {
        TokenId id = issueFor("workspaces/acme").stored().id();

        assertThat(registry.changeDescription(id, "weekly export"))
                .hasValueSatisfying(token -> assertThat(token.description()).isEqualTo("weekly export"));
        assertThat(registry.find(id).orElseThrow().description()).isEqualTo("weekly export");
        assertThat(registry.changeDescription(TokenId.of(1, 1), "x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u3164", "a\u0000b", "invoice\u202Efdp.exe", "a\u2029b", "a\u200B"})
    void blank_or_unreadable_text_changes_nothing(String text) {
        TokenId id = issueFor("workspaces/acme").stored().id();
        OwnedTokens owned = registry.of("workspaces/acme");

        assertThatIllegalArgumentException().isThrownBy(() -> registry.changeDescription(id, text));
        assertThatIllegalArgumentException().isThrownBy(() -> registry.revoke(id, text));
        assertThatIllegalArgumentException().isThrownBy(() -> owned.changeDescription(id, text));
        assertThatIllegalArgumentException().isThrownBy(() -> owned.revoke(id, text));
        assertThatIllegalArgumentException().isThrownBy(() -> owned.revokeAll(text));
        assertThat(service.store.find(id).orElseThrow().version()).isEqualTo(1);
    }

    /** What an earlier version accepted, or another program wrote. */
    @Test
    void a_stored_token_with_invisible_text_can_be_read_listed_verified_and_revoked() {
        String owner = "workspaces/acme\u202E";
        IssuedToken issued = tokens.issuer().issue(Service.request());
        TokenRecord odd = service.store.find(issued.stored().id()).orElseThrow().toBuilder()
                .owner(owner)
                .description("\u3164")
                .build();
        InMemoryTokenStore other = new InMemoryTokenStore(service.clock);
        other.insert(odd);
        AccessTokens reading = AccessTokens.builder(other)
                .clock(service.clock)
                .hasher(service.hasher)
                .build();
        OwnedTokens owned = reading.registry().of(owner);

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
        assertThat(owned.changeDescription(odd.id(), "readable")).isPresent();
        assertThat(owned.revokeAll("owner left")).isEqualTo(1);
        assertThat(reading.verifier().verify(issued.reveal())).isInstanceOf(Rejected.class);
        assertThat(owned.revoke(odd.id(), "again")).isPresent();
    }

    @Test
    void revoking_again_changes_nothing() {
        TokenId id = issueFor("workspaces/acme").stored().id();
        registry.revoke(id, "leaked");
        var firstTime = service.clock.instant();
        service.clock.advance(Duration.ofHours(1));

        StoredToken again = registry.revoke(id, "to be sure").orElseThrow();

        assertThat(again.revokedAt()).contains(firstTime);
        assertThat(again.revocationReason()).contains("leaked");
        assertThat(service.store.find(id).orElseThrow().version()).isEqualTo(2);
        assertThat(registry.revoke(TokenId.of(1, 1), "x")).isEmpty();
    }

    @Test
    void to_an_owner_the_tokens_of_others_do_not_exist() {
        IssuedToken theirs = issueFor("workspaces/other");
        OwnedTokens mine = registry.of("workspaces/acme");

        assertThat(mine.find(theirs.stored().id())).isEmpty();
        assertThat(mine.changeDescription(theirs.stored().id(), "mine")).isEmpty();
        assertThat(mine.revoke(theirs.stored().id(), "mine")).isEmpty();
        assertThat(mine.list(TokenQuery.all().ownedBy("workspaces/other")).tokens())
                .isEmpty();
        assertThat(mine.revokeAll("mine")).isZero();
        assertThat(service.store.find(theirs.stored().id()).orElseThrow().version())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"workspaces/Acme", "workspaces/acme ", "workspaces/acm\u00e9", "workspaces/a\u0441me"})
    void owners_that_look_alike_are_not_the_same(String lookAlike) {
        TokenId id = issueFor("workspaces/acme").stored().id();

        assertThat(registry.of(lookAlike).find(id)).isEmpty();
        assertThat(registry.of(lookAlike).list(TokenQuery.all()).tokens()).isEmpty();
    }

    @Test
    void an_owner_acts_on_its_own_tokens() {
        IssuedToken issued = issueFor("workspaces/acme");
        OwnedTokens mine = registry.of("workspaces/acme");

        assertThat(mine.find(issued.stored().id())).isPresent();
        assertThat(mine.changeDescription(issued.stored().id(), "other")).isPresent();
        assertThat(mine.revoke(issued.stored().id(), "done")).isPresent();
        assertThat(tokens.verifier().verify(issued.reveal())).isInstanceOf(Rejected.class);
    }

    @Test
    void revoking_all_of_an_owner_takes_every_live_token_and_no_one_else_s() {
        List<IssuedToken> mine = IntStream.range(0, 2_345)
                .mapToObj(i -> issueFor("workspaces/acme"))
                .toList();
        IssuedToken theirs = issueFor("workspaces/other");
        registry.revoke(mine.get(0).stored().id(), "before");

        assertThat(registry.of("workspaces/acme").revokeAll("owner left")).isEqualTo(2_344);

        assertThat(mine)
                .allSatisfy(token ->
                        assertThat(tokens.verifier().verify(token.reveal())).isInstanceOf(Rejected.class));
        assertThat(tokens.verifier().verify(theirs.reveal())).isInstanceOf(Verified.class);
        assertThat(registry.of("workspaces/acme").revokeAll("again")).isZero();
    }

    @Test
    void a_revocation_made_by_a_node_whose_clock_is_ahead_hides_no_live_token_from_revoking_all() {
        IssuedToken live = tokens.issuer().issue(Service.request().expiringAfter(Duration.ofSeconds(10)));
        IssuedToken other = tokens.issuer().issue(Service.request());
        service.clock.advance(Duration.ofSeconds(20));
        registry.revoke(other.stored().id(), "by the node that is ahead");
        service.clock.advance(Duration.ofSeconds(-20));

        assertThat(registry.of("workspaces/acme").revokeAll("owner left")).isEqualTo(1);

        assertThat(registry.find(live.stored().id()).orElseThrow().revokedAt()).isPresent();
    }

    @Test
    void changes_made_at_the_same_time_are_all_made() throws Exception {
        TokenId id = issueFor("workspaces/acme").stored().id();
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Optional<StoredToken>>> changes = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String text = "description " + i;
                changes.add(() -> registry.changeDescription(id, text));
            }
            changes.add(() -> registry.revoke(id, "leaked"));

            for (var change : executor.invokeAll(changes)) {
                assertThat(change.get()).isPresent();
            }
        } finally {
            executor.shutdown();
        }

        assertThat(service.store.find(id).orElseThrow().version()).isEqualTo(14);
        assertThat(registry.find(id).orElseThrow().revocationReason()).contains("leaked");
    }
}
