package dev.latchkey.scope;

/**
 * What a token's scopes give under a policy, prepared once and asked on every request.
 *
 * <p>A policy of your own implements {@link #policy()}, {@link #granted()}, {@link #covers(Scope)} and
 * {@link #resourcesFor(Scope)}; everything else follows from them. Implementations are immutable and safe for use by
 * several threads, and answer without blocking.
 */
public interface CompiledScopes {

    /**
     * The policy whose order decides here.
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
     * On which resources a permission is held: {ρ | p on ρ ≤ granted}.
     *
     * <p>Agrees with {@link #covers(Scope)}: {@code resourcesFor(p).contains(s)} ⇔ {@code permits(p.on(s))}.
     *
     * @param permission a scope without a resource
     * @return what a list operation may show
     * @throws IllegalArgumentException if the scope names a resource
     */
    ResourceSet resourcesFor(Scope permission);

    /**
     * Whether a permission is held on some resource: {@code resourcesFor(p)} ≠ ∅.
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
     * Why a requirement that is denied fails.
     *
     * @param denied a scope, or one of the single requirements: {@link ScopeRequirement#anywhere(Scope)} and what
     *     {@link Scope#on(String...)} makes of a name that is not legal
     * @return {@code RESOURCE} if the permission is held on some resource, else {@code PERMISSION}
     */
    default ScopeDecision.Axis failingAxis(ScopeRequirement denied) {
        return anywhere(Evaluation.permissionOf(denied)) ? ScopeDecision.Axis.RESOURCE : ScopeDecision.Axis.PERMISSION;
    }

    /**
     * Which granted scopes a permitted requirement makes use of, for finding those that are never used.
     *
     * <p>Where several granted scopes or alternatives would do, it is the narrowest; for
     * {@link ScopeRequirement#anywhere(Scope)} it is all that have the permission. The order in which alternatives were
     * written does not matter, and what the owner lacks is not counted.
     *
     * @param permitted what the operation asked for
     * @return members of {@link #granted()}; empty if the requirement is denied
     */
    default ScopeSet usedBy(ScopeRequirement permitted) {
        return new UsedScopes(this, null).by(permitted);
    }

    /**
     * What is given here and there at once: granted ∩ owner.
     *
     * <p>This is how an owner's rights of this moment limit a token: each single scope of a requirement must be covered
     * by both, and a permission is held only on the resources that both have. So a token never does more than its owner
     * could, and shrinks when its owner is demoted. The combination explains its denials and its uses from both sides: it
     * never proposes what the owner lacks.
     *
     * @param owner the owner's scopes, compiled by the same policy
     * @return the combination, with the {@link #policy()} and the {@link #granted()} of this one
     */
    default CompiledScopes and(CompiledScopes owner) {
        return new OwnerLimitedScopes(this, owner);
    }
}
