package dev.latchkey.testkit.scope;

import dev.latchkey.scope.ScopePolicy;

class ExactPolicyProperties extends ScopePolicyLaws {

    @Override
    protected ScopePolicy policy() {
        return ScopePolicy.exact();
    }
}
