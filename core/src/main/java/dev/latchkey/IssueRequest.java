package dev.latchkey;

import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.VisibleText;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for a token: its owner, description, scopes, grantor and lifetime.
 *
 * <p>Description, scopes and grantor are required: the description must show years later what the token is for, a token
 * without scopes is useless, and nobody may grant more than they have. Default lifetime: that of the
 * {@link IssuePolicy}. Every method returns a new request.
 *
 * <p>Immutable and thread-safe.
 */
public final class IssueRequest {

    private final String owner;
    private final @Nullable String description;
    private final ScopeSet scopes;
    private final Lifetime lifetime;
    private final @Nullable Grantor grantor;
    private final Map<String, String> attributes;

    private IssueRequest(
            String owner,
            @Nullable String description,
            ScopeSet scopes,
            Lifetime lifetime,
            @Nullable Grantor grantor,
            Map<String, String> attributes) {
        this.owner = owner;
        this.description = description;
        this.scopes = Objects.requireNonNull(scopes, "scopes");
        this.lifetime = lifetime;
        this.grantor = grantor;
        this.attributes = attributes;
    }

    /** The lifetime of a token: the policy's default, a duration, an instant, or unlimited. */
    sealed interface Lifetime {
        /** The policy's default. */
        record Default() implements Lifetime {}

        /** A duration from its issue on. */
        record Limited(Duration duration) implements Lifetime {}

        /** Until an instant. */
        record Until(Instant end) implements Lifetime {}

        /** Unlimited. */
        record Unlimited() implements Lifetime {}
    }

    /**
     * {@return a request for a token of that owner, without description and scopes yet}
     *
     * @param owner who the token acts for: text of the host application's choice, 1 to 255 characters, at least
     *     one of them visible and none invisible ({@link VisibleText#requireOwner})
     * @throws IllegalArgumentException if it is anything else
     */
    public static IssueRequest forOwner(String owner) {
        return new IssueRequest(
                VisibleText.requireOwner(owner), null, ScopeSet.empty(), new Lifetime.Default(), null, Map.of());
    }

    /**
     * {@return this request with a description}
     *
     * @param text what the token is for, 1 to 255 characters, at least one of them visible
     *     ({@link VisibleText#requireText})
     * @throws IllegalArgumentException if it is anything else
     */
    public IssueRequest describedAs(String text) {
        return new IssueRequest(
                owner, VisibleText.requireText("description", text), scopes, lifetime, grantor, attributes);
    }

    /**
     * {@return this request with just these scopes}
     *
     * @param texts each one scope, {@code workspace:read} for example
     * @throws IllegalArgumentException if one is not a scope
     */
    public IssueRequest withScopes(String... texts) {
        return withScopes(ScopeSet.of(Arrays.stream(texts).map(Scope::of).toList()));
    }

    /**
     * {@return this request with just these scopes}
     *
     * @param newScopes what the token may do
     */
    public IssueRequest withScopes(ScopeSet newScopes) {
        return new IssueRequest(owner, description, newScopes, lifetime, grantor, attributes);
    }

    /**
     * {@return this request with a lifetime}
     *
     * @param duration for how long the token is valid from its issue on; at least a millisecond
     */
    public IssueRequest expiringAfter(Duration duration) {
        return withLifetime(new Lifetime.Limited(duration));
    }

    /**
     * {@return this request with an end}
     *
     * @param end when the token expires: the first instant at which it is no longer valid; sub-millisecond precision is
     *     truncated
     */
    public IssueRequest expiringAt(Instant end) {
        return withLifetime(new Lifetime.Until(Objects.requireNonNull(end, "end")));
    }

    /** {@return this request for a token that does not expire, if the issue policy allows that} */
    public IssueRequest neverExpiring() {
        return withLifetime(new Lifetime.Unlimited());
    }

    /**
     * {@return this request, granted by an actor whose own scopes the token must not exceed}
     *
     * @param actor who grants it, as the host names actors, such as {@code users/42}; 1 to 255 characters, at least one
     *     of them visible. It is stored as the creator of the token
     * @param scopesOfActor what the actor may do now; the token is refused if it could do more
     * @throws IllegalArgumentException if the actor is anything else
     */
    public IssueRequest grantedBy(String actor, ScopeSet scopesOfActor) {
        return grantedBy(new Grantor.Actor(
                VisibleText.requireText("actor", actor), Objects.requireNonNull(scopesOfActor, "scopesOfActor")));
    }

    /**
     * {@return this request, granted by the service itself: the token may have any scope that the scope policy and the
     * owner's rights allow}
     *
     * <p>For tokens that the service issues on its own behalf. If a person or a token asks for the token, pass it to
     * {@link #grantedBy}; otherwise a member could get a token with more rights than the member has.
     */
    public IssueRequest grantedByTheService() {
        return grantedBy(new Grantor.Service());
    }

    private IssueRequest grantedBy(Grantor newGrantor) {
        return new IssueRequest(owner, description, scopes, lifetime, newGrantor, attributes);
    }

    /**
     * {@return this request, granted by a token, if the issue policy allows that
     * ({@link IssuePolicy#allowingTokensToIssue})}
     *
     * <p>The new token has the same owner and at most the rights that the parent has when it is issued. It ends as soon
     * as the parent, or one of the parent's ancestors, expires, is revoked or is disabled. Narrowing the parent later
     * does not narrow it.
     *
     * @param parent the token, verified for the request that asks for another one
     */
    public IssueRequest grantedBy(AccessToken parent) {
        return grantedBy(new Grantor.Parent(Objects.requireNonNull(parent, "parent")));
    }

    /**
     * {@return this request with an attribute, such as the client that the token is for}
     *
     * <p>A token has at most 32 attributes. They are shown with the token and to verifying callers; they grant nothing.
     *
     * @param key 1 to 64 characters of printable ASCII; one that the request has already gets the new value
     * @param value 1 to 255 characters, at least one of them visible
     * @throws IllegalArgumentException if key or value is anything else, or the request has 32 others already
     */
    public IssueRequest withAttribute(String key, String value) {
        Map<String, String> more = new HashMap<>(attributes);
        more.put(Objects.requireNonNull(key, "key"), VisibleText.requireText("attribute " + key, value));
        return new IssueRequest(owner, description, scopes, lifetime, grantor, TokenRecord.requireAttributes(more));
    }

    private IssueRequest withLifetime(Lifetime newLifetime) {
        return new IssueRequest(owner, description, scopes, newLifetime, grantor, attributes);
    }

    String owner() {
        return owner;
    }

    String requiredDescription() {
        if (description == null) {
            throw new IllegalArgumentException("a token needs a description: describedAs(\"nightly export\")");
        }
        return description;
    }

    ScopeSet requiredScopes() {
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("a token needs at least one scope: withScopes(\"workspace:read\")");
        }
        return scopes;
    }

    Lifetime lifetime() {
        return lifetime;
    }

    Map<String, String> attributes() {
        return attributes;
    }

    Grantor requiredGrantor() {
        if (grantor == null) {
            throw new IllegalArgumentException("a token needs a grantor, whose scopes it must not exceed:"
                    + " grantedBy(\"users/42\", scopesOfUser42), or grantedByTheService()");
        }
        return grantor;
    }

    /** {@return owner, description and scopes} */
    @Override
    public String toString() {
        return "IssueRequest[owner=" + owner + ", description=" + description + ", scopes=" + scopes + "]";
    }
}
