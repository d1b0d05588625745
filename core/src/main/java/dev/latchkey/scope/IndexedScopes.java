package dev.latchkey.scope;

/** Scopes that give what their index covers, which is at least the granted ones that the policy knows. */
record IndexedScopes(ScopePolicy policy, ScopeSet granted, ScopeIndex index) implements CompiledScopes {

    @Override
    public boolean covers(Scope required) {
        return index.covers(required);
    }

    @Override
    public boolean anywhere(Scope permission) {
        return index.anywhere(permission.requirePermissionAlone());
    }

    @Override
    public ResourceSet resourcesFor(Scope permission) {
        return index.resourcesFor(permission.requirePermissionAlone());
    }
}
