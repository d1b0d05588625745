package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Authorization.Permitted;
import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An owner's rights are asked for at each verification, and compiled once for each distinct set. */
class OwnerRightsTest {

    private final AtomicInteger compilations = new AtomicInteger();

    private final ScopePolicy counting = new ScopePolicy() {
        @Override
        public CompiledScopes compile(ScopeSet granted) {
            compilations.incrementAndGet();
            return ScopePolicy.hierarchical().compile(granted);
        }
    };

    @Test
    void equal_rights_are_compiled_once() {
        String rights = "workspace "
                + IntStream.range(0, 99).mapToObj(i -> "more:p" + i).collect(Collectors.joining(" "));
        AccessTokens tokens = new Service()
                .tokens()
                .scopePolicy(counting)
                .ownerScopes(owner -> ScopeSet.parse(rights))
                .build();
        String text = tokens.issuer().issue(Service.request()).reveal();
        Scope read = Scope.of("workspace:read");
        assertThat(tokens.verifier().authorize(text, read)).isInstanceOf(Permitted.class);
        int first = compilations.get();

        for (int i = 0; i < 100; i++) {
            assertThat(tokens.verifier().authorize(text, read)).isInstanceOf(Permitted.class);
        }

        assertThat(compilations).hasValue(first);
    }

    @Test
    void other_rights_are_compiled_at_once() {
        String[] rights = {"workspace"};
        AccessTokens tokens = new Service()
                .tokens()
                .scopePolicy(counting)
                .ownerScopes(owner -> ScopeSet.parse(rights[0]))
                .build();
        String text = tokens.issuer().issue(Service.request()).reveal();
        Scope read = Scope.of("workspace:read");
        assertThat(tokens.verifier().authorize(text, read)).isInstanceOf(Permitted.class);

        rights[0] = "audit";

        assertThat(tokens.verifier().authorize(text, read)).isNotInstanceOf(Permitted.class);
    }
}
