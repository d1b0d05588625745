package dev.latchkey.spring.test;

import dev.latchkey.scope.ScopePolicy;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.test.context.support.WithSecurityContextFactory;

/** Makes the context of {@link WithAccessToken}. */
final class WithAccessTokenSecurityContextFactory implements WithSecurityContextFactory<WithAccessToken> {

    private final ScopePolicy policy;

    WithAccessTokenSecurityContextFactory(ObjectProvider<ScopePolicy> policy) {
        this.policy = policy.getIfAvailable(ScopePolicy::hierarchical);
    }

    @Override
    public SecurityContext createSecurityContext(WithAccessToken annotation) {
        SecurityContext context =
                SecurityContextHolder.getContextHolderStrategy().createEmptyContext();
        context.setAuthentication(TestTokens.authentication(annotation.owner(), annotation.scopes(), policy));
        return context;
    }
}
