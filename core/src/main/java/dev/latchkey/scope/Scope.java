package dev.latchkey.scope;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A set of accesses: everything at or beneath a permission, on everything at or beneath a resource.
 *
 * <p>Written {@code permission} or {@code permission@resource}, as in {@code workspace:read@workspaces/acme}. A
 * permission is segments joined by {@code :}, a resource is segments joined by {@code /}; a segment is one or more of
 * {@code A-Z a-z 0-9 . _ -} (but not {@code .} or {@code ..}), or {@code *}, which stands for any one segment. Case
 * matters. Without a resource, a scope reaches every resource.
 *
 * <p>Meaning: with ⟦p⟧ the set of infinite segment sequences that agree with the pattern p, a scope p@r denotes
 * ⟦p@r⟧ = ⟦p⟧ × ⟦r⟧. Two scopes are equal exactly when they denote the same set; the canonical text has no trailing
 * {@code *} segments and no {@code @*}, and {@code *} alone is everything.
 *
 * <p>As a requirement, a scope requires its whole set. Immutable and safe for use by several threads.
 */
public final class Scope implements ScopeRequirement, Comparable<Scope> {

    /** The most characters that a scope may have where it is parsed, issued or stored. */
    public static final int MAX_LENGTH = 255;

    private final SegmentPattern permission;
    private final SegmentPattern resource;

    // Computed lazily: a scope bound to a request's resource is rarely printed. The race is harmless.
    private @Nullable String text;

    Scope(SegmentPattern permission, SegmentPattern resource) {
        this.permission = permission;
        this.resource = resource;
    }

    /**
     * Parses a scope: parse(print(s)) = s.
     *
     * @param text at most {@value #MAX_LENGTH} characters
     * @return the scope
     * @throws IllegalArgumentException if the text is not a scope; names the position (counted from 0) at which it
     *     stops being one
     */
    public static Scope of(String text) {
        return ScopeReader.scope(Objects.requireNonNull(text, "text"));
    }

    /**
     * The permission in canonical text: the p of p@r.
     *
     * @return never empty; {@code *} for every permission
     */
    public String permission() {
        return permission.text(":");
    }

    /**
     * The resource in canonical text: the r of p@r.
     *
     * @return empty for every resource
     */
    public Optional<String> resource() {
        return resource.isEverything() ? Optional.empty() : Optional.of(resource.text("/"));
    }

    /**
     * Whether this scope contains another: ⟦other⟧ ⊆ ⟦this⟧.
     *
     * <p>This is the plain meaning; what a token's grant permits is decided by a {@link ScopePolicy}.
     *
     * @param other the scope that may be contained
     * @return whether everything that the other gives is given by this one
     */
    public boolean covers(Scope other) {
        return permission.covers(other.permission) && resource.covers(other.resource);
    }

    /**
     * What both scopes contain: ⟦this⟧ ∩ ⟦other⟧, which is a scope or nothing.
     *
     * @param other the scope to meet
     * @return the common part, possibly longer than {@link #MAX_LENGTH}; empty if they have none
     */
    public Optional<Scope> intersect(Scope other) {
        SegmentPattern bothPermission = permission.intersect(other.permission);
        SegmentPattern bothResource = resource.intersect(other.resource);
        return bothPermission == null || bothResource == null
                ? Optional.empty()
                : Optional.of(new Scope(bothPermission, bothResource));
    }

    /**
     * Requires this permission on one resource, named at run time: ⟦p⟧ × ⟦s₁/…/sₙ⟧.
     *
     * <p>Each value is one literal segment. It is never parsed: a value that cannot be a literal segment (null, empty,
     * {@code acme/x}, {@code ..}, {@code a b}, {@code *}), or no value at all, gives a requirement that every grant
     * denies. Values may come straight from a request.
     *
     * @param resourceSegments the resource, segment by segment, as in {@code "workspaces", name}
     * @return the bound requirement; it may be longer than {@link #MAX_LENGTH}
     * @throws IllegalStateException if this scope already names a resource
     */
    public ScopeRequirement on(@Nullable String... resourceSegments) {
        if (!resource.isEverything()) {
            throw new IllegalStateException(this + " already names a resource; bind its permission, " + permission());
        }
        SegmentPattern bound = SegmentPattern.ofLiterals(resourceSegments);
        return bound == null ? new Unsatisfiable(this) : new Scope(permission, bound);
    }

    /**
     * Grants this permission on one resource: ⟦p⟧ × ⟦s₁/…/sₙ⟧. For issuing; {@link #on} is for requirements.
     *
     * <p>Each value is one literal segment and never parsed. A name that the host does not control is first encoded by
     * {@link ResourceSegment#encode}.
     *
     * @param resourceSegments the resource, segment by segment, as in {@code "workspaces", name}; at least one
     * @return this permission on that resource
     * @throws IllegalArgumentException if a value cannot be a literal segment (empty, {@code acme/x}, {@code ..},
     *     {@code a b}, {@code *}), or it does not exist
     * @throws IllegalStateException if this scope already names a resource
     */
    public Scope onResource(String... resourceSegments) {
        if (on(resourceSegments) instanceof Scope bound) {
            return bound;
        }
        throw new IllegalArgumentException("not a resource: " + ScopeReader.quoted(String.join("/", resourceSegments))
                + "; each segment is one or more of A-Z a-z 0-9 . _ - (ResourceSegment.encode writes any name so)");
    }

    /**
     * This permission on every resource: ⟦p⟧ × everything.
     *
     * @return the scope that {@link #permission()} alone stands for
     */
    public Scope withoutResource() {
        return resource.isEverything() ? this : new Scope(permission, SegmentPattern.EVERYTHING);
    }

    /**
     * Combines this permission with the resource of another scope: ⟦p⟧ × ⟦r of the other⟧. A catalogue does so to add
     * an implied permission on the resource of the implying one.
     *
     * @param other the scope with the resource
     * @return this permission on that resource
     */
    public Scope withResourceOf(Scope other) {
        return new Scope(permission, other.resource);
    }

    SegmentPattern permissionPattern() {
        return permission;
    }

    SegmentPattern resourcePattern() {
        return resource;
    }

    /** Returns this scope if it is a permission alone, and refuses it otherwise. */
    Scope requirePermissionAlone() {
        if (!resource.isEverything()) {
            throw new IllegalArgumentException(
                    this + " names a resource where a permission alone is asked for: " + permission());
        }
        return this;
    }

    /** Orders scopes by their canonical text, which is unrelated to containment. */
    @Override
    public int compareTo(Scope other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Scope that && permission.equals(that.permission) && resource.equals(that.resource);
    }

    @Override
    public int hashCode() {
        return 31 * permission.hashCode() + resource.hashCode();
    }

    /** The canonical text, of printable ASCII without quotes, backslashes or spaces. */
    @Override
    public String toString() {
        String known = text;
        if (known == null) {
            known = resource.isEverything() ? permission() : permission() + "@" + resource.text("/");
            text = known;
        }
        return known;
    }
}
