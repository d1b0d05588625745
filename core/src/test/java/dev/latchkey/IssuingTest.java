package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.Verification.Verified;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuingTest {

    private static final ScopeCatalog PLATFORM = ScopeCatalog.builder()
            .permission("workspace:read", "See the workspace and all that is in it")
            .implies("sources:read", "warehouses:read")
            .permission("workspace:write", "Change the workspace and all that is in it")
            .implies("workspace:read", "sources:write")
            .permission("sources:read", "See sources")
            .permission("sources:write", "Create, change and delete sources")
            .implies("sources:read", "sources:settings:write")
            .permission("sources:settings:read", "See a source's settings")
            .permission("sources:settings:write", "Change a source's settings")
            .implies("sources:settings:read")
            .permission("warehouses", "Everything about warehouses")
            .permission("warehouses:read", "See warehouses")
            .permission("warehouses:syncs:read", "See the history of syncs")
            .bundle("reporting", "For dashboards", "sources:read", "warehouses:syncs:read")
            .build();

    private final Service service = new Service();
    private final AccessTokens tokens = service.tokens().build();

    @Test
    void an_issued_token_verifies_and_acts_for_its_owner() {
        IssuedToken issued = tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .grantedByTheService()
                        .describedAs("nightly export")
                        .withScopes("workspace:read", "source:read")
                        .expiringAfter(Duration.ofDays(30)));

        assertThat(tokens.verifier().verify(issued.reveal())).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.token().id()).isEqualTo(issued.id());
            assertThat(verified.token().owner()).isEqualTo("workspaces/acme");
            assertThat(verified.token().description()).isEqualTo("nightly export");
            assertThat(verified.token().grantForDisplay()).isEqualTo(ScopeSet.parse("source:read workspace:read"));
            assertThat(verified.token().issuedAt()).isEqualTo(Service.START);
            assertThat(verified.token().expiresAt()).contains(Service.START.plus(Duration.ofDays(30)));
        });
    }

    @Test
    void what_is_stored_holds_no_part_of_the_secret_that_could_be_used() {
        IssuedToken issued = tokens.issuer().issue(Service.request());
        String secret = issued.reveal().substring(27, 70);

        TokenRecord record = service.store.find(issued.id()).orElseThrow();

        String everything = String.join(
                "|",
                record.grant().owner(),
                record.grant().description(),
                record.grant().scopes(),
                record.hash().text(),
                record.hash().scheme(),
                record.details(),
                record.id().toString());
        assertThat(everything).doesNotContain(secret).doesNotContain(secret.substring(0, 12));
        assertThat(record.hash().text()).startsWith("$argon2id$v=19$m=");
    }

    @Test
    void neither_request_nor_result_prints_the_secret() {
        IssuedToken issued = tokens.issuer().issue(Service.request());

        assertThat(issued.toString() + issued.stored())
                .contains(issued.id().toString())
                .doesNotContain(issued.reveal().substring(27, 70));
    }

    @Test
    void the_prefix_of_the_service_stands_before_its_tokens() {
        AccessTokens prefixed =
                service.tokens().format(TokenFormat.withPrefix("acme_live")).build();

        assertThat(prefixed.issuer().issue(Service.request()).reveal()).startsWith("acme_live_");
    }

    @Test
    void a_token_without_a_description_is_refused_and_nothing_is_stored() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.issuer()
                        .issue(IssueRequest.forOwner("workspaces/acme")
                                .grantedByTheService()
                                .withScopes("workspace:read")))
                .withMessageContaining("needs a description");
        assertThat(service.store.list(TokenQuery.all()).entries()).isEmpty();
    }

    @Test
    void a_token_without_scopes_is_refused_and_nothing_is_stored() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.issuer()
                        .issue(IssueRequest.forOwner("workspaces/acme")
                                .grantedByTheService()
                                .describedAs("nightly export")))
                .withMessageContaining("at least one scope");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.issuer().issue(Service.request().withScopes()));
        assertThat(service.store.list(TokenQuery.all()).entries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "\u2003",
                "\u3164",
                "\u2800",
                "\u00A0",
                "a\u0000",
                "line\nbreak",
                "a\u2028b",
                "acme\u202E",
                "a\u200Bb"
            })
    void text_that_people_could_not_read_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IssueRequest.forOwner(text).grantedByTheService());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IssueRequest.forOwner("workspaces/acme")
                        .grantedByTheService()
                        .describedAs(text));
    }

    @Test
    void more_than_100_scopes_are_refused_by_default() {
        String[] scopes = IntStream.range(0, 101).mapToObj(i -> "s" + i).toArray(String[]::new);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.issuer().issue(Service.request().withScopes(scopes)))
                .withMessageContaining("100");
    }

    @Test
    void the_longest_legal_scopes_are_issued_and_verified() {
        ScopeSet longest = ScopeSet.parse(IntStream.range(0, 64)
                .mapToObj(i -> "s%02d".formatted(i) + "x".repeat(252))
                .collect(Collectors.joining(" ")));

        IssuedToken issued = tokens.issuer().issue(Service.request().withScopes(longest));

        assertThat(tokens.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
    }

    @Test
    void a_token_expires_after_90_days_if_nothing_is_said() {
        assertThat(tokens.issuer().issue(Service.request()).stored().expiresAt())
                .contains(Service.START.plus(Duration.ofDays(90)));
    }

    @Test
    void a_lifetime_beyond_the_maximum_is_refused_with_both_figures() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.issuer().issue(Service.request().expiringAfter(Duration.ofDays(400))))
                .withMessage("expiry 400 days is beyond the policy's maximum of 366 days (IssuePolicy.lifetimes())");
        assertThat(tokens.issuer()
                        .issue(Service.request().expiringAfter(Duration.ofDays(366)))
                        .stored()
                        .expiresAt())
                .isPresent();
    }

    @Test
    void a_lifetime_may_be_as_short_and_as_long_as_the_limits_and_not_beyond() {
        Duration longest = Duration.ofDays(366);

        assertThat(issuedFor(longest)).isEqualTo(Service.START.plus(longest));
        assertThat(issuedFor(Duration.ofMillis(1))).isEqualTo(Service.START.plusMillis(1));
        assertThatIllegalArgumentException().isThrownBy(() -> issuedFor(longest.plusNanos(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> issuedFor(Duration.ofNanos(999_999)));
    }

    private Instant issuedFor(Duration lifetime) {
        return tokens.issuer()
                .issue(Service.request().expiringAfter(lifetime))
                .stored()
                .expiresAt()
                .orElseThrow();
    }

    @Test
    void the_lifetimes_of_a_policy_may_be_equal_and_are_a_millisecond_at_the_least() {
        Duration millisecond = Duration.ofMillis(1);

        assertThat(IssuePolicy.standard().lifetimes(millisecond, millisecond))
                .asString()
                .contains("PT0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IssuePolicy.standard().lifetimes(millisecond.minusNanos(1), millisecond));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IssuePolicy.standard().lifetimes(millisecond.plusNanos(1), millisecond));
    }

    @Test
    void a_token_ends_at_the_instant_that_was_asked_for_truncated_to_a_millisecond() {
        Instant end = Service.START.plus(Duration.ofDays(366));

        assertThat(expiryOf(end)).contains(end);
        assertThat(expiryOf(end.minusNanos(1))).contains(end.minusMillis(1));
        assertThat(expiryOf(Service.START.plusMillis(1))).contains(Service.START.plusMillis(1));
    }

    private Optional<Instant> expiryOf(Instant end) {
        return tokens.issuer().issue(Service.request().expiringAt(end)).stored().expiresAt();
    }

    @Test
    void an_end_that_is_not_in_the_future_or_beyond_the_maximum_is_refused() {
        Instant beyond = Service.START.plus(Duration.ofDays(366)).plusNanos(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> expiryOf(beyond))
                .withMessage(
                        "expiry " + beyond + " is beyond the policy's maximum of 366 days (IssuePolicy.lifetimes())");
        for (Instant past : List.of(Service.START, Service.START.plusNanos(999_999), Instant.EPOCH, Instant.MIN)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> expiryOf(past))
                    .withMessage("expiry " + past + " is not in the future");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> expiryOf(Instant.MAX));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.000999S", "PT2562047788015215H"})
    void a_lifetime_that_is_none_is_refused(String duration) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.issuer().issue(Service.request().expiringAfter(Duration.parse(duration))));
    }

    @Test
    void a_token_without_end_needs_a_policy_that_allows_it_and_a_request_that_says_so() {
        AccessTokens lenient = service.tokens()
                .issuePolicy(IssuePolicy.standard().allowingNever())
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.issuer().issue(Service.request().neverExpiring()))
                .withMessageContaining("366 days");
        assertThat(lenient.issuer().issue(Service.request()).stored().expiresAt())
                .isPresent();
        assertThat(lenient.issuer()
                        .issue(Service.request().neverExpiring())
                        .stored()
                        .expiresAt())
                .isEmpty();
    }

    @Test
    void a_lifetime_that_even_a_lenient_policy_cannot_store_is_refused() {
        Duration eternity = Duration.ofDays(366L * 100_000);
        AccessTokens lenient = service.tokens()
                .issuePolicy(IssuePolicy.standard().lifetimes(Duration.ofDays(1), eternity))
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> lenient.issuer().issue(Service.request().expiringAfter(eternity)));
    }

    @Test
    void a_token_never_covers_more_than_its_grantor() {
        assertThatExceptionOfType(ExcessiveScopeException.class)
                .isThrownBy(() -> tokens.issuer()
                        .issue(Service.request()
                                .withScopes("workspace", "source:read")
                                .grantedBy("users/42", ScopeSet.parse("workspace:read source"))))
                .withMessage("the grantor does not have: workspace")
                .satisfies(e -> assertThat(e.excess()).isEqualTo(ScopeSet.parse("workspace")));
        assertThat(service.store.list(TokenQuery.all()).entries()).isEmpty();
    }

    @Test
    void a_grantor_without_scopes_grants_nothing() {
        assertThatExceptionOfType(ExcessiveScopeException.class)
                .isThrownBy(() -> tokens.issuer().issue(Service.request().grantedBy("users/42", ScopeSet.empty())));
    }

    @Test
    void the_grantor_is_asked_by_the_service_s_own_policy() {
        AccessTokens exact = service.tokens().scopePolicy(ScopePolicy.exact()).build();

        assertThatExceptionOfType(ExcessiveScopeException.class)
                .isThrownBy(() -> exact.issuer()
                        .issue(Service.request()
                                .withScopes("workspace:read")
                                .grantedBy("users/42", ScopeSet.parse("workspace"))));
    }

    /** A bundle is not what is granted: its scopes are. A grantor who has the bundle's name alone has none of them. */
    @Test
    void a_grantor_needs_every_scope_of_the_bundle_that_is_asked_for() {
        AccessTokens platform = service.tokens().scopePolicy(PLATFORM).build();
        IssueRequest reporting = Service.request().withScopes("reporting@workspaces/acme");

        assertThatExceptionOfType(ExcessiveScopeException.class)
                .isThrownBy(() -> platform.issuer()
                        .issue(reporting.grantedBy("users/42", ScopeSet.parse("sources:read@workspaces/acme"))))
                .satisfies(e -> assertThat(e.excess()).hasToString("warehouses:syncs:read@workspaces/acme"));
        assertThatExceptionOfType(ExcessiveScopeException.class)
                .isThrownBy(() -> platform.issuer()
                        .issue(reporting.grantedBy("users/42", ScopeSet.parse("reporting@workspaces/acme"))));
        assertThat(service.store.list(TokenQuery.all()).entries()).isEmpty();

        assertThat(platform.issuer()
                        .issue(reporting.grantedBy(
                                "users/42", ScopeSet.parse("sources:read@workspaces/acme warehouses@workspaces/acme")))
                        .stored()
                        .scopes())
                .hasToString("sources:read@workspaces/acme warehouses:syncs:read@workspaces/acme");
    }

    @Test
    void a_grantor_has_what_its_scopes_imply_and_no_more() {
        AccessTokens platform = service.tokens().scopePolicy(PLATFORM).build();
        ScopeSet writer = ScopeSet.parse("workspace:write@workspaces/acme");

        assertThat(platform.issuer()
                        .issue(Service.request()
                                .withScopes("sources:settings:read@workspaces/acme")
                                .grantedBy("users/42", writer)))
                .as("implied by sources:write, which workspace:write implies")
                .isNotNull();
        assertThatExceptionOfType(ExcessiveScopeException.class)
                .isThrownBy(() -> platform.issuer()
                        .issue(Service.request()
                                .withScopes("workspace:read@workspaces/acme")
                                .grantedBy("users/42", ScopeSet.parse("sources:settings:read@workspaces/acme"))));
    }

    @Test
    void a_request_without_a_grantor_is_refused() {
        IssueRequest request = IssueRequest.forOwner("workspaces/acme")
                .describedAs("nightly export")
                .withScopes("workspace:read");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.issuer().issue(request))
                .withMessageContaining("grantedByTheService()");
        assertThatIllegalArgumentException().isThrownBy(() -> request.grantedBy("\u3164", ScopeSet.parse("workspace")));
        assertThat(service.store.list(TokenQuery.all()).entries()).isEmpty();
    }

    /** A scope that the owner lacks today would come alive on the day when the owner is given it. */
    @Test
    void a_token_never_covers_more_than_its_owner_may_do_where_the_host_says_what_that_is() {
        AccessTokens limited = service.tokens()
                .ownerScopes(owner -> ScopeSet.parse("workspace:read"))
                .build();

        for (IssueRequest request : List.of(
                Service.request().withScopes("workspace"),
                Service.request().withScopes("workspace").grantedBy("users/42", ScopeSet.parse("workspace")))) {
            assertThatExceptionOfType(ExcessiveScopeException.class)
                    .isThrownBy(() -> limited.issuer().issue(request))
                    .withMessage("the owner does not have: workspace");
        }
        assertThat(limited.issuer().issue(Service.request().withScopes("workspace:read")))
                .isNotNull();
    }

    @Test
    void access_tokens_without_a_prefix_are_built_by_name_only() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> AccessTokens.builder(service.store).build())
                .withMessageContaining("withoutPrefix()");
        assertThat(AccessTokens.builder(service.store)
                        .prefix("acme")
                        .clock(service.clock)
                        .hasher(service.hasher)
                        .build()
                        .issuer()
                        .issue(Service.request())
                        .reveal())
                .startsWith("acme_");
    }
}
