package dev.latchkey.scope;

/**
 * What a token's scopes give under a policy, compiled once and used on every request.
 *
 * <p>A policy of your own implements {@link #policy()}, {@link #granted()}, {@link #covers(Scope)} and
 * {@link #resourcesFor(Scope)}; everything else follows from them. Implementations are immutable and safe for use by
 * several threads, and answer without blocking.
 */
public interface CompiledScopes {

    /**
     * The policy whose order of scopes applies.
     *
     * @return the policy that compiled these scopes
     */
    ScopePolicy policy();

    /**
     * The scopes as they were granted.
     *
     * @return the set that was compiled
     */
    ScopeSet granted();

    /**
     * Whether the grant gives a scope, whole: required ≤ granted, in the policy's order.
     *
     * @param required what is asked for
     * @return true only if nothing of it is missing
     */
    boolean covers(Scope required);

    /**
     * On which resources a permission is given: {ρ | p on ρ ≤ granted}.
     *
     * <p>Agrees with {@link #covers(Scope)}: {@code resourcesFor(p).contains(s)} ⇔ {@code permits(p.on(s))}.
     *
     * @param permission a scope without a resource
     * @return what a list operation may show
     * @throws IllegalArgumentException if the scope names a resource
     */
    ResourceSet resourcesFor(Scope permission);

    /**
     * Whether a permission is given on some resource: {@code resourcesFor(p)} ≠ ∅.
     *
     * @param permission a scope without a resource
     * @return whether there may be something to list
     * @throws IllegalArgumentException if the scope names a resource
     */
    default boolean anywhere(Scope permission) {
        return !resourcesFor(permission).isEmpty();
    }

    /**
     * Whether a requirement is met, by its own definition over {@link #covers(Scope)} and {@link #anywhere(Scope)}.
     *
     * <p>Compiled by the built-in policies, this allocates nothing.
     *
     * @param required what the operation asks for
     * @return whether it may go ahead
     */
    default boolean permits(ScopeRequirement required) {
        return required instanceof Scope scope ? covers(scope) : Evaluation.permits(this, required);
    }

    /**
     * Decides like {@link #permits(ScopeRequirement)}, and explains a denial.
     *
     * @param required what the operation asks for
     * @return permitted, or denied with what is missing and why
     */
    default ScopeDecision decide(ScopeRequirement required) {
        return permits(required)
                ? new ScopeDecision.Allowed(required, granted())
                : new Explanation(this, null, this).denial(required);
    }

    /**
     * Finds which part of a denied requirement is not given.
     *
     * @param denied a requirement of one permission: a scope, a {@link ScopeRequirement#anywhere(Scope)}, or the result of
     *     {@link Scope#on(String...)} for a name that cannot be a segment
     * @return {@code RESOURCE} if the permission is given on some resource, else {@code PERMISSION}
     */
    default ScopeDecision.Axis failingAxis(ScopeRequirement denied) {
        return anywhere(Evaluation.permissionOf(denied)) ? ScopeDecision.Axis.RESOURCE : ScopeDecision.Axis.PERMISSION;
    }

    /**
     * Which granted scopes a permitted requirement uses, for finding scopes that are never used.
     *
     * <p>If several granted scopes or alternatives suffice, it is the narrowest; for
     * {@link ScopeRequirement#anywhere(Scope)} it is all that have the permission. The order of the alternatives does
     * not matter, and scopes that the owner lacks are not counted.
     *
     * @param permitted what the operation asked for
     * @return members of {@link #granted()}; empty if the requirement is denied
     */
    default ScopeSet usedBy(ScopeRequirement permitted) {
        return new UsedScopes(this, null).by(permitted);
    }

    /**
     * How much of the grant a permitted requirement needs, for finding a narrower grant: the required permissions, each
     * on the resource of the granted scope that gives it. So a granted {@code workspace} that only ever reads is seen to
     * need {@code workspace:read}.
     *
     * <p>A grant of these scopes permits the requirement, and the grant gives them all. The granted scope itself is
     * returned where the policy does not allow less, or where the text would be longer than
     * {@value Scope#MAX_LENGTH} characters. Of several alternatives it is the one that needs least;
     * for {@link ScopeRequirement#anywhere(Scope)} it is the permission on the resource of each scope that has it.
     *
     * @param permitted what the operation asked for
     * @return at most as much as the grant; empty if the requirement is denied
     */
    default ScopeSet neededBy(ScopeRequirement permitted) {
        return new UsedScopes(this, null).neededBy(permitted);
    }

    /**
     * What both these scopes and the owner's give: granted ∩ owner.
     *
     * <p>This applies an owner's current rights to a token: both must cover each single scope of a requirement, and a
     * permission is given only on the resources that both have. So a token never has more rights than its owner. The
     * combination explains its denials and its uses from both sides: it never proposes scopes that the owner lacks.
     *
     * @param owner the owner's scopes, compiled by the same policy
     * @return the combination, with the {@link #policy()} and the {@link #granted()} of this one
     */
    default CompiledScopes and(CompiledScopes owner) {
        return new OwnerLimitedScopes(this, owner);
    }
}
