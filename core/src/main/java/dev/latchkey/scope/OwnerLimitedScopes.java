package dev.latchkey.scope;

/** What both a token and its owner give. */
record OwnerLimitedScopes(CompiledScopes token, CompiledScopes owner) implements CompiledScopes {

    @Override
    public ScopePolicy policy() {
        return token.policy();
    }

    @Override
    public ScopeSet granted() {
        return token.granted();
    }

    @Override
    public boolean covers(Scope required) {
        return token.covers(required) && owner.covers(required);
    }

    @Override
    public ResourceSet resourcesFor(Scope permission) {
        return token.resourcesFor(permission).intersect(owner.resourcesFor(permission));
    }

    @Override
    public ScopeDecision decide(ScopeRequirement required) {
        return permits(required)
                ? new ScopeDecision.Allowed(required, granted())
                : new Explanation(token, owner, this).denial(required);
    }

    @Override
    public ScopeDecision.Axis failingAxis(ScopeRequirement denied) {
        if (!token.permits(denied)) {
            return token.failingAxis(denied);
        }
        return owner.permits(denied) ? ScopeDecision.Axis.RESOURCE : ScopeDecision.Axis.OWNER;
    }

    @Override
    public ScopeSet usedBy(ScopeRequirement permitted) {
        return new UsedScopes(this, owner).by(permitted);
    }

    @Override
    public ScopeSet neededBy(ScopeRequirement permitted) {
        return new UsedScopes(this, owner).neededBy(permitted);
    }

    @Override
    public CompiledScopes and(CompiledScopes another) {
        return new OwnerLimitedScopes(token, owner.and(another));
    }
}
