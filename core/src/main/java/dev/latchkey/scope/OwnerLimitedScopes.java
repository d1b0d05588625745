package dev.latchkey.scope;

/** What a token and its owner give at once; nothing that one of them lacks. */
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
    public ScopeDecision.Axis failingAxis(ScopeRequirement denied) {
        return token.permits(denied) ? ScopeDecision.Axis.OWNER : token.failingAxis(denied);
    }

    @Override
    public ScopeSet usedBy(ScopeRequirement permitted) {
        return permits(permitted) ? token.usedBy(permitted) : ScopeSet.empty();
    }
}
