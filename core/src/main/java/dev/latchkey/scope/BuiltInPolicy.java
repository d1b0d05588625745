package dev.latchkey.scope;

/** The policies that need no configuration. */
enum BuiltInPolicy implements ScopePolicy {
    HIERARCHICAL {
        @Override
        public CompiledScopes compile(ScopeSet granted) {
            return new IndexedScopes(this, granted, ScopeIndex.of(granted.members()));
        }

        @Override
        public ScopeSet normalize(ScopeSet scopes) {
            return scopes.canonical();
        }
    },

    EXACT {
        @Override
        public CompiledScopes compile(ScopeSet granted) {
            return new NamedScopes(this, granted, granted.members());
        }
    };

    @Override
    public String toString() {
        return this == HIERARCHICAL ? "ScopePolicy.hierarchical()" : "ScopePolicy.exact()";
    }
}
