package dev.latchkey.testkit.scope;

import dev.latchkey.scope.ScopePolicy;

/** The laws for whichever policy is put here; the engine makes the instances, so it is put in a static field. */
class LawsUnderTest extends ScopePolicyLaws {

    static ScopePolicy policy = ScopePolicy.hierarchical();

    @Override
    protected ScopePolicy policy() {
        return policy;
    }
}
