package dev.latchkey.page;

import dev.latchkey.AccessTokens;
import dev.latchkey.AccessTokensBuilder;
import dev.latchkey.IssuePolicy;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Tokens;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.SettableClock;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenUse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A service with a page, tokens in memory and a settable clock; a browser that sends what browsers send. */
final class TestService implements PageHost {

    static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    static final String OWNER = "workspaces/acme";
    static final String ANN = "users/ann";

    static final ScopeCatalog CATALOG = ScopeCatalog.builder()
            .group("Workspace")
            .permission("workspace", "Everything in the workspace")
            .permission("workspace:read", "See the workspace")
            .permission("workspace:write", "Change the workspace")
            .implies("workspace:read")
            .group("Data in")
            .levelsOf("sources", "Where events come from")
            .level("Read-only", "sources:read")
            .level("Read and write", "sources:write")
            .permission("billing", "Change how you pay")
            .bundle("reporting", "For dashboards", "workspace:read", "sources:read")
            .build();

    final SettableClock clock = SettableClock.at(NOW);
    final AccessTokens tokens;
    private final InMemoryTokenStore store = new InMemoryTokenStore();
    private final AccessPage page;
    final Map<String, String> headers = new HashMap<>(Map.of("Sec-Fetch-Site", "same-origin", "Host", "example.org"));

    Optional<Visit> visit;
    ResourceChoices resources = ResourceChoices.within("workspaces/acme");
    Optional<CsrfField> csrf = Optional.empty();
    Optional<String> signIn = Optional.empty();
    Optional<ScopeSet> ownerScopes = Optional.empty();

    private TestService(IssuePolicy policy, Consumer<AccessTokensBuilder> more) {
        AccessTokensBuilder builder = AccessTokens.builder(store)
                .prefix("test")
                .clock(clock)
                .scopePolicy(CATALOG)
                .issuePolicy(policy)
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)));
        more.accept(builder);
        tokens = builder.build();
        visit = Optional.of(owner());
        page = AccessPage.of(tokens, CATALOG, this).withIssuePolicy(policy).withClock(clock);
    }

    static TestService standard() {
        return new TestService(IssuePolicy.standard(), AccessTokensBuilder::keepingTrail);
    }

    static TestService withoutTrail() {
        return new TestService(IssuePolicy.standard(), builder -> {});
    }

    static TestService recordingUses() {
        return new TestService(
                IssuePolicy.standard(), builder -> builder.keepingTrail().recordingUses(Duration.ofDays(1)));
    }

    static TestService with(IssuePolicy policy) {
        return new TestService(policy, AccessTokensBuilder::keepingTrail);
    }

    static Viewer viewer(String id, Locale locale) {
        return new Viewer(id, "Ann", ZoneId.of("Europe/Berlin"), locale);
    }

    /** {@return Ann, who may do everything with the tokens of her workspace except change how one pays} */
    static Visit owner() {
        return Visit.of(viewer(ANN, Locale.ENGLISH), OWNER)
                .creating(ScopeSet.parse("workspace@workspaces/acme sources@workspaces/acme"))
                .managing();
    }

    static Visit member() {
        return Visit.of(viewer("users/bob", Locale.ENGLISH), OWNER);
    }

    TestService as(Visit other) {
        visit = Optional.of(other);
        return this;
    }

    @Override
    public Optional<Visit> visit(PageRequest request) {
        return visit;
    }

    @Override
    public PageResponse answerToNobody(PageRequest request) {
        return PageResponse.redirect("/sign-in");
    }

    @Override
    public Brand brand() {
        return Brand.named("Example").withBackLink("/settings", "Settings");
    }

    @Override
    public ResourceChoices resources(Visit who, String search) {
        return resources;
    }

    @Override
    public Optional<ScopeSet> ownerScopes(Visit who) {
        return ownerScopes;
    }

    @Override
    public Optional<CsrfField> csrfField(PageRequest request) {
        return csrf;
    }

    @Override
    public Optional<String> signInAgain(PageRequest request) {
        return signIn;
    }

    @Override
    public Optional<String> exampleRequest(Visit who) {
        return Optional.of("https://api.example.org/workspaces");
    }

    /** Writes what another node recorded. */
    void recordUse(TokenId id, ScopeSet scopes) {
        store.recordUse(List.of(new TokenUse(id, clock.instant(), scopes)));
    }

    /** Stores active tokens of the owner that are newer than all others, without hashing a secret for each. */
    void fill(int tokens, String description) {
        long newest = clock.instant().plusSeconds(1).toEpochMilli() << 16;
        for (int from = 0; from < tokens; from += 500) {
            store.write(IntStream.range(from, Math.min(from + 500, tokens))
                    .<Write>mapToObj(i -> new Write.Insert(TokenRecords.ordinary(TokenId.of(newest, i))
                            .owner(OWNER)
                            .description(description + " " + i)
                            .expiresAt(NOW.plus(Duration.ofDays(365)))
                            .build()))
                    .toList());
        }
    }

    Tokens owned() {
        return tokens.ownedBy(OWNER).by(ANN);
    }

    IssuedToken issue(String description, String... scopes) {
        return tokens.issuer().issue(request(OWNER, description, scopes));
    }

    static IssueRequest request(String owner, String description, String... scopes) {
        return IssueRequest.forOwner(owner)
                .describedAs(description)
                .withScopes(scopes)
                .grantedBy(ANN, ScopeSet.parse("*"));
    }

    PageResponse send(String method, String target, String body) {
        String[] parts = target.split("\\?", 2);
        Map<String, List<String>> sent = new HashMap<>();
        headers.forEach((name, value) -> sent.put(name, List.of(value)));
        PageRequest request = PageRequest.of(method, parts[0], parts.length > 1 ? parts[1] : "", sent);
        return page.handle(body.isEmpty() ? request : request.withForm(body.getBytes(StandardCharsets.UTF_8)));
    }

    AccessPage page() {
        return page;
    }

    PageResponse get(String target) {
        return send("GET", target, "");
    }

    /** Sends names and values in turn. */
    PageResponse post(String target, String... fields) {
        return send("POST", target, form(fields));
    }

    static String form(String... fields) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            body.append(body.length() == 0 ? "" : "&")
                    .append(URLEncoder.encode(fields[i], StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return body.toString();
    }

    static String html(PageResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** {@return the value of a field that a page sends back} */
    static String field(PageResponse response, String name) {
        Matcher field =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(html(response));
        return field.find() ? field.group(1) : "";
    }

    /** {@return the new token that a page shows} */
    static String secret(PageResponse response) {
        Matcher secret = Pattern.compile("value=\"(test_[^\"]+)\"").matcher(html(response));
        return secret.find() ? secret.group(1) : "";
    }
}
