package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.Administration.Erasure;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreDecorator;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenEvent.Changed;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.TrailEntry;
import dev.latchkey.token.TrailEntry.Action;
import dev.latchkey.token.TrailQuery;
import dev.latchkey.token.UnreadableToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Everything about one owner is erased, and nothing about another. */
class ErasureTest {

    private static final String OWNER = "users/42";
    private static final String OTHER = "workspaces/other";

    private final Service service = new Service();
    private final AccessTokens tokens = node(service.store).build();

    private AccessTokensBuilder node(TokenStore store) {
        return service.tokensOn(store)
                .keepingTrail()
                .issuePolicy(IssuePolicy.standard().allowingTokensToIssue());
    }

    private static IssueRequest request(String owner) {
        return IssueRequest.forOwner(owner)
                .describedAs("nightly export")
                .withScopes("workspace")
                .grantedByTheService();
    }

    private IssuedToken issue(String owner) {
        return tokens.issuer().issue(request(owner));
    }

    private void use(IssuedToken token) {
        service.store.recordUse(
                List.of(new TokenUse(token.id(), service.clock.instant(), ScopeSet.parse("workspace:read"))));
    }

    private List<TrailEntry> trail() {
        return tokens.all().trail(TrailQuery.all()).entries();
    }

    private void assertNothingLeftOf(List<IssuedToken> erased) {
        assertThat(service.store.list(TokenQuery.all().ownedBy(OWNER)).isEmpty())
                .isTrue();
        assertThat(tokens.all().trail(TrailQuery.all().ofOwner(OWNER)).entries())
                .isEmpty();
        for (IssuedToken token : erased) {
            assertThat(service.store.findUses(Set.of(token.id()))).isEmpty();
            assertThat(tokens.verifier().verify(token.reveal())).isEqualTo(new Rejected(RejectionReason.UNKNOWN));
        }
    }

    @Test
    void tokens_in_every_state_are_erased_with_uses_request_keys_and_trail() {
        IssuedToken live = issue(OWNER);
        IssuedToken revoked = issue(OWNER);
        IssuedToken disabled = issue(OWNER);
        IssuedToken rotated = issue(OWNER);
        IssuedToken expired = tokens.issuer().issue(request(OWNER).expiringAfter(Duration.ofHours(1)));
        tokens.all().revoke(revoked.id(), "over");
        tokens.all().disable(disabled.id(), "holidays");
        IssuedToken successor = (IssuedToken) tokens.all()
                .rotate(rotated.id(), Duration.ofMinutes(1))
                .orElseThrow()
                .successor();
        IssuedToken child = tokens.issuer()
                .issue(request(OWNER)
                        .grantedBy(((Verified) tokens.verifier().verify(live.reveal())).token())
                        .withScopes("workspace:read"));
        IssuedToken requested = (IssuedToken) tokens.issuer().issueOnce("key-1", request(OWNER));
        List<IssuedToken> all = List.of(live, revoked, disabled, rotated, expired, successor, child, requested);
        all.forEach(this::use);
        service.clock.advance(Duration.ofHours(2));

        Erasure erasure = tokens.administration().erase(OWNER);

        assertThat(erasure.tokens()).isEqualTo(8);
        assertThat(erasure.isComplete()).isTrue();
        assertThat(erasure.unreadable()).isEmpty();
        assertThat(erasure.trailEntries()).isGreaterThan(8);
        assertNothingLeftOf(all);
        assertThat(tokens.issuer().issueOnce("key-1", request(OWNER))).isInstanceOf(IssuedToken.class);
    }

    @Test
    void other_owners_keep_their_tokens_and_entries_also_those_that_name_the_erased_owner() {
        IssuedToken erased = issue(OWNER);
        IssuedToken other = tokens.issuer()
                .issue(IssueRequest.forOwner(OTHER)
                        .describedAs("shared")
                        .withScopes("workspace")
                        .grantedBy(OWNER, ScopeSet.parse("workspace")));
        issue("users/4");
        tokens.all().by("tokens/" + erased.id()).disable(other.id(), "paused");

        Erasure erasure = tokens.administration().erase(OWNER);

        assertThat(erasure.tokens()).isEqualTo(1);
        assertNothingLeftOf(List.of(erased));
        assertThat(tokens.all().find(other.id()).orElseThrow().createdBy()).contains(OWNER);
        assertThat(trail())
                .extracting(entry -> entry.act().action())
                .containsExactlyInAnyOrder(Action.ISSUED, Action.ISSUED, Action.DISABLED);
        assertThat(tokens.ownedBy("users/4").list(TokenQuery.all()).tokens()).hasSize(1);
    }

    /** Otherwise those at the end of a long list are accepted until it is their turn. */
    @Test
    void live_tokens_are_revoked_before_any_record_is_deleted() {
        List<IssuedToken> live =
                IntStream.range(0, 450).mapToObj(i -> issue(OWNER)).toList();
        List<String> steps = new ArrayList<>();
        List<Boolean> accepted = new ArrayList<>();
        RecordedEvents events = new RecordedEvents();
        AccessTokens node = service.tokensOn(new Watched() {
                    @Override
                    public boolean write(List<Write> writes) {
                        boolean deletes = writes.get(0) instanceof Write.Delete;
                        if (deletes && !steps.contains("delete")) {
                            live.forEach(token ->
                                    accepted.add(tokens.verifier().verify(token.reveal()) instanceof Verified));
                        }
                        steps.add(deletes ? "delete" : "revoke");
                        return super.write(writes);
                    }
                })
                .listener(events)
                .build();

        node.administration().erase(OWNER);

        assertThat(steps).containsSubsequence("revoke", "delete").doesNotContainSubsequence("delete", "revoke");
        assertThat(accepted).hasSize(450).containsOnly(false);
        events.untilClosed(node);
        assertThat(events.of(Changed.class))
                .hasSize(450)
                .allSatisfy(event -> assertThat(event.act().reason()).isEqualTo(RevocationReason.ERASED));
    }

    @Test
    void trail_is_erased_by_a_node_that_does_not_keep_it() {
        IssuedToken token = issue(OWNER);

        Erasure erasure =
                service.tokensOn(service.store).build().administration().erase(OWNER);

        assertThat(erasure.trailEntries()).isEqualTo(1);
        assertNothingLeftOf(List.of(token));
    }

    @Test
    void trail_of_tokens_that_were_swept_before_is_erased() {
        IssuedToken token = issue(OWNER);
        tokens.all().revoke(token.id(), "over");
        service.clock.advance(Duration.ofDays(1));
        tokens.administration().sweep(service.clock.instant());
        assertThat(trail()).hasSize(2);

        Erasure erasure = tokens.administration().erase(OWNER);

        assertThat(erasure).isEqualTo(new Erasure(0, 2, List.of(), true));
        assertThat(trail()).isEmpty();
    }

    @Test
    void interrupted_erasure_leaves_no_live_token_and_a_repeated_one_finishes_it() {
        List<IssuedToken> all =
                IntStream.range(0, 450).mapToObj(i -> issue(OWNER)).toList();
        AccessTokens node = service.tokensOn(new Watched() {
                    private int deletions;

                    @Override
                    public boolean write(List<Write> writes) {
                        if (writes.get(0) instanceof Write.Delete && ++deletions == 2) {
                            throw new TokenStoreException("unplugged");
                        }
                        return super.write(writes);
                    }
                })
                .build();

        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> node.administration().erase(OWNER));

        assertThat(service.store
                        .list(TokenQuery.all().ownedBy(OWNER).limit(1_000))
                        .entries())
                .isNotEmpty()
                .hasSizeLessThan(450)
                .allMatch(entry -> entry.record().lifecycle().isRevoked());
        assertThat(tokens.administration().erase(OWNER).isComplete()).isTrue();
        assertNothingLeftOf(all);
    }

    @Test
    void token_that_is_issued_or_replaced_meanwhile_is_erased_by_the_next_pass() {
        IssuedToken old = issue(OWNER);
        List<IssuedToken> later = new ArrayList<>();
        AccessTokens node = service.tokensOn(new Watched() {
                    @Override
                    public boolean write(List<Write> writes) {
                        if (writes.get(0) instanceof Write.Delete && later.isEmpty()) {
                            later.add(issue(OWNER));
                        }
                        return super.write(writes);
                    }
                })
                .build();

        Erasure erasure = node.administration().erase(OWNER);

        assertThat(erasure.tokens()).isEqualTo(2);
        assertThat(erasure.isComplete()).isTrue();
        assertNothingLeftOf(List.of(old, later.get(0)));
    }

    @Test
    void record_that_cannot_be_read_remains_and_is_reported() {
        IssuedToken damaged = issue(OWNER);
        IssuedToken intact = issue(OWNER);
        AccessTokens node = service.tokensOn(new Watched() {
                    @Override
                    public TokenPage list(TokenQuery query) {
                        return withUnreadable(super.list(query), damaged.id());
                    }

                    @Override
                    public Snapshot find(Set<TokenId> ids) {
                        if (ids.contains(damaged.id())) {
                            throw new TokenStoreException("the row is not what was written");
                        }
                        return super.find(ids);
                    }
                })
                .build();

        Erasure erasure = node.administration().erase(OWNER);

        assertThat(erasure.isComplete()).isFalse();
        assertThat(erasure.unreadable()).extracting(UnreadableToken::id).containsExactly(damaged.id());
        assertThat(erasure.tokens()).isEqualTo(1);
        assertThat(tokens.all().find(intact.id())).isEmpty();
        assertThat(tokens.all().find(damaged.id())).isPresent();
    }

    @Test
    void record_whose_use_alone_cannot_be_read_is_erased() {
        IssuedToken damaged = issue(OWNER);
        AccessTokens node = service.tokensOn(new Watched() {
                    @Override
                    public TokenPage list(TokenQuery query) {
                        return withUnreadable(super.list(query), damaged.id());
                    }
                })
                .build();

        assertThat(node.administration().erase(OWNER).isComplete()).isTrue();

        assertNothingLeftOf(List.of(damaged));
    }

    private static TokenPage withUnreadable(TokenPage page, TokenId damaged) {
        return new TokenPage(
                page.entries().stream()
                        .filter(entry -> !entry.record().id().equals(damaged))
                        .toList(),
                page.entries().stream()
                        .filter(entry -> entry.record().id().equals(damaged))
                        .map(entry -> entry.record().withUnreadableUse("damaged"))
                        .toList(),
                page.next());
    }

    @Test
    void two_nodes_that_erase_one_owner_count_each_record_and_entry_once() throws Exception {
        List<IssuedToken> all =
                IntStream.range(0, 900).mapToObj(i -> issue(OWNER)).toList();
        AccessTokens other = node(service.store).build();

        CompletableFuture<Erasure> first =
                CompletableFuture.supplyAsync(() -> tokens.administration().erase(OWNER));
        CompletableFuture<Erasure> second =
                CompletableFuture.supplyAsync(() -> other.administration().erase(OWNER));

        assertThat(first.get().tokens() + second.get().tokens()).isEqualTo(900);
        assertThat(first.get().trailEntries() + second.get().trailEntries()).isEqualTo(1_800);
        assertNothingLeftOf(all);
    }

    @Test
    void wrong_owner_is_refused_and_unknown_one_has_nothing_to_erase() {
        issue(OWNER);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.administration().erase(" "))
                .withMessageContaining("owner");
        assertThat(tokens.administration().erase("users/unknown")).isEqualTo(new Erasure(0, 0, List.of(), true));
    }

    /** The store of this node, of which a test overrides a call; its trail is that of the shared store. */
    private class Watched extends DelegatingStore implements StoreDecorator {

        Watched() {
            super(service.store);
        }

        @Override
        public TokenStore decorated() {
            return service.store;
        }
    }
}
