package dev.latchkey.testkit.scope;

import dev.latchkey.scope.ScopePolicy;

class HierarchicalPolicyProperties extends ScopePolicyLaws {

    @Override
    protected ScopePolicy policy() {
        return ScopePolicy.hierarchical();
    }
}
