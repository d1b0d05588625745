package dev.latchkey.page;

import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.VisibleText;
import java.util.Objects;
import java.util.Optional;

/**
 * Who is looking, at whose tokens, and what they may do here.
 *
 * <p>By default a visitor looks and does nothing else. Every method returns a new visit. Immutable and thread-safe.
 */
public final class Visit {

    private final Viewer viewer;
    private final String owner;
    private final Optional<ScopeSet> delegable;
    private final boolean managing;

    private Visit(Viewer viewer, String owner, Optional<ScopeSet> delegable, boolean managing) {
        this.viewer = Objects.requireNonNull(viewer, "viewer");
        this.owner = owner;
        this.delegable = delegable;
        this.managing = managing;
    }

    /**
     * {@return a visit by somebody who may look at the tokens of an owner}
     *
     * @param viewer who is looking
     * @param owner whose tokens: the exact text that the host issues them for. One mount serves any number of owners
     * @throws IllegalArgumentException if no token is issued for such an owner
     */
    public static Visit of(Viewer viewer, String owner) {
        return new Visit(viewer, VisibleText.requireOwner(owner), Optional.empty(), false);
    }

    /**
     * {@return this visit, and the viewer may create tokens}
     *
     * @param delegable the viewer's current rights, which tokens that are created here cannot exceed. Read it again for
     *     each request
     */
    public Visit creating(ScopeSet delegable) {
        return new Visit(viewer, owner, Optional.of(delegable), managing);
    }

    /** {@return this visit, and the viewer may change, disable and revoke tokens} To rotate one takes {@link #creating} too. */
    public Visit managing() {
        return new Visit(viewer, owner, delegable, true);
    }

    /** {@return who is looking} */
    public Viewer viewer() {
        return viewer;
    }

    /** {@return whose tokens} */
    public String owner() {
        return owner;
    }

    /** {@return what the viewer may give to a token; empty if the viewer may not create any} */
    public Optional<ScopeSet> delegable() {
        return delegable;
    }

    /** {@return whether the viewer may create tokens} */
    public boolean mayCreate() {
        return delegable.isPresent();
    }

    /** {@return whether the viewer may change, disable and revoke tokens} */
    public boolean mayManage() {
        return managing;
    }

    /** {@return viewer and owner} */
    @Override
    public String toString() {
        return "Visit[" + viewer.id() + ", " + VisibleText.escape(owner) + "]";
    }
}
