package dev.latchkey;

import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The limits on issued tokens: their lifetime, their number of scopes, the number of an owner's tokens, required
 * attributes, and whether tokens may issue tokens.
 *
 * <p>The message of a refusal names the rule, the value and the method here that would allow it. Tokens that were
 * issued under another policy remain valid. Immutable and thread-safe.
 */
public final class IssuePolicy {

    private static final IssuePolicy STANDARD = new IssuePolicy(
            new Lifetimes(Duration.ofDays(90), Duration.ofDays(366), false),
            new Contents(100, TokenRecord.MAX_TEXT_LENGTH, List.of()),
            Integer.MAX_VALUE,
            false);

    private final Lifetimes lifetimes;
    private final Contents contents;
    private final int liveTokens;
    private final boolean tokensMayIssue;

    private IssuePolicy(Lifetimes lifetimes, Contents contents, int liveTokens, boolean tokensMayIssue) {
        this.lifetimes = lifetimes;
        this.contents = contents;
        this.liveTokens = requireWithin("live tokens", liveTokens, Integer.MAX_VALUE);
        this.tokensMayIssue = tokensMayIssue;
    }

    /** The limits on one token's contents. */
    private record Contents(int scopes, int description, List<String> attributes) {

        Contents {
            requireWithin("scopes", scopes, ScopeSet.MAX_SIZE);
            requireWithin("characters of a description", description, TokenRecord.MAX_TEXT_LENGTH);
            attributes = List.copyOf(attributes);
        }
    }

    private static int requireWithin(String what, int maximum, int most) {
        if (maximum < 1 || maximum > most) {
            throw new IllegalArgumentException("maximum of " + maximum + " " + what + "; it must be 1 to " + most);
        }
        return maximum;
    }

    /**
     * {@return lifetimes of 90 days by default and 366 days at most, no tokens without expiry, at most 100 scopes; any
     * number of tokens, no required attributes, and no tokens issued by tokens}
     */
    public static IssuePolicy standard() {
        return STANDARD;
    }

    /**
     * {@return this policy with other lifetimes}
     *
     * @param lifetime the default; at least a millisecond
     * @param longest the maximum; at least {@code lifetime}
     * @throws IllegalArgumentException if they are out of these ranges
     */
    public IssuePolicy lifetimes(Duration lifetime, Duration longest) {
        return with(new Lifetimes(lifetime, longest, lifetimes.neverAllowed()));
    }

    /** {@return this policy, allowing tokens that never expire if the request explicitly asks for that} */
    public IssuePolicy allowingNever() {
        return with(new Lifetimes(lifetimes.standard(), lifetimes.maximum(), true));
    }

    private IssuePolicy with(Lifetimes other) {
        return new IssuePolicy(other, contents, liveTokens, tokensMayIssue);
    }

    private IssuePolicy with(Contents other) {
        return new IssuePolicy(lifetimes, other, liveTokens, tokensMayIssue);
    }

    /**
     * {@return this policy with another maximum of distinct scopes of a token, bundles expanded}
     *
     * <p>A form of 15 permissions on 50 repositories needs 750.
     *
     * @param scopes 1 to {@value ScopeSet#MAX_SIZE}
     * @throws IllegalArgumentException if it is out of that range
     */
    public IssuePolicy maximumScopes(int scopes) {
        return with(new Contents(scopes, contents.description, contents.attributes));
    }

    /**
     * {@return this policy with a maximum of tokens, neither expired nor revoked, of an owner}
     *
     * <p>The tokens are counted before the new one is stored, so concurrent requests can exceed the maximum by the
     * number of requests. Counting reads a page for each thousand of the owner's tokens.
     *
     * @param tokens at least 1
     * @throws IllegalArgumentException if it is less
     */
    public IssuePolicy maximumLiveTokens(int tokens) {
        return new IssuePolicy(lifetimes, contents, tokens, tokensMayIssue);
    }

    /**
     * {@return this policy with another maximum length of descriptions}
     *
     * @param characters 1 to {@value TokenRecord#MAX_TEXT_LENGTH} UTF-16 code units
     * @throws IllegalArgumentException if it is out of that range
     */
    public IssuePolicy maximumDescription(int characters) {
        return with(new Contents(contents.scopes, characters, contents.attributes));
    }

    /**
     * {@return this policy, refusing requests without one of these attributes}
     *
     * @param keys the attributes' keys, which replace those required before
     * @throws IllegalArgumentException if one is not 1 to 64 characters of printable ASCII, or there are more than
     *     {@value TokenRecord#MAX_ATTRIBUTES}
     */
    public IssuePolicy requiringAttributes(String... keys) {
        Map<String, String> example = new TreeMap<>();
        Arrays.stream(keys).forEach(key -> example.put(key, "value"));
        List<String> required =
                List.copyOf(TokenRecord.requireAttributes(example).keySet());
        return with(new Contents(contents.scopes, contents.description, required));
    }

    /** {@return this policy, allowing tokens to issue others ({@link IssueRequest#grantedBy(AccessToken)})} */
    public IssuePolicy allowingTokensToIssue() {
        return new IssuePolicy(lifetimes, contents, liveTokens, true);
    }

    /** {@return the most that a token can live, unless it has no end} */
    public Duration maximumLifetime() {
        return lifetimes.maximum();
    }

    /** {@return whether a token may live without end} */
    public boolean allowsNever() {
        return lifetimes.neverAllowed();
    }

    /** {@return the most characters that a description may have} */
    public int maximumDescription() {
        return contents.description;
    }

    Lifetimes lifetimes() {
        return lifetimes;
    }

    int maximumLiveTokens() {
        return liveTokens;
    }

    /** {@return when a token expires, or null for never} */
    @Nullable Instant expiry(Instant issuedAt, IssueRequest.Lifetime lifetime) {
        return lifetimes.expiry(issuedAt, lifetime);
    }

    void requireFew(ScopeSet scopes) {
        int number = scopes.members().size();
        if (number > contents.scopes) {
            throw new IllegalArgumentException(
                    number + " distinct scopes are more than the " + contents.scopes
                            + " that a token may be issued with; request fewer, wider scopes, or raise IssuePolicy.maximumScopes()");
        }
    }

    void requireShort(String description) {
        if (description.length() > contents.description) {
            throw new IllegalArgumentException("a description of " + description.length()
                    + " characters is longer than the " + contents.description
                    + " that the policy allows (IssuePolicy.maximumDescription())");
        }
    }

    void requireComplete(Map<String, String> attributes) {
        for (String key : contents.attributes) {
            if (!attributes.containsKey(key)) {
                throw new IllegalArgumentException("the policy requires the attribute " + key
                        + " (IssuePolicy.requiringAttributes()): withAttribute(\"" + key + "\", …)");
            }
        }
    }

    void requireTokensMayIssue() {
        if (!tokensMayIssue) {
            throw new IllegalArgumentException(
                    "the policy does not let tokens issue tokens (IssuePolicy.allowingTokensToIssue() would)");
        }
    }

    /** {@return the rules} */
    @Override
    public String toString() {
        return "IssuePolicy[" + lifetimes + ", scopes=" + contents.scopes + "]";
    }
}
