package dev.latchkey.acceptance;

import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.testkit.scope.ScopePolicyLaws;

// region laws
class PlatformLawsTest extends ScopePolicyLaws {
    @Override
    protected ScopePolicy policy() {
        return PlatformScopes.CATALOG;
    }
}
// endregion
