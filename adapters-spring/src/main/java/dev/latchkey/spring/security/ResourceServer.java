package dev.latchkey.spring.security;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.resource.OAuth2ResourceServerConfigurer;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.util.ClassUtils;

/** The OAuth2 resource server of a chain, which may be on the class path or not. */
final class ResourceServer {

    private static final boolean PRESENT = ClassUtils.isPresent(
            "org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationConverter",
            ResourceServer.class.getClassLoader());

    private ResourceServer() {}

    static boolean isConfigured(HttpSecurity http) {
        return PRESENT && Present.of(http) != null;
    }

    static void hide(
            HttpSecurity http,
            ApplicationContext context,
            BearerClaims claims,
            @Nullable AuthenticationConverter converter) {
        Present.hide(http, claims, converter != null ? converter : Present.converter(context));
    }

    /** Loaded only where the classes are there. */
    private static final class Present {

        @SuppressWarnings("unchecked")
        static @Nullable OAuth2ResourceServerConfigurer<HttpSecurity> of(HttpSecurity http) {
            return http.getConfigurer(OAuth2ResourceServerConfigurer.class);
        }

        static void hide(HttpSecurity http, BearerClaims claims, AuthenticationConverter others) {
            OAuth2ResourceServerConfigurer<HttpSecurity> server = of(http);
            if (server != null) {
                server.authenticationConverter(request -> claims.matches(request) ? null : others.convert(request));
            }
        }

        /** {@return what the resource server would use, found as it finds it} */
        static AuthenticationConverter converter(ApplicationContext context) {
            if (context.getBeanNamesForType(AuthenticationConverter.class).length > 0) {
                return context.getBean(AuthenticationConverter.class);
            }
            if (context.getBeanNamesForType(BearerTokenResolver.class).length > 0) {
                BearerTokenResolver resolver = context.getBean(BearerTokenResolver.class);
                return request -> {
                    String token = resolver.resolve(request);
                    return token == null || token.isBlank() ? null : new BearerTokenAuthenticationToken(token);
                };
            }
            return new BearerTokenAuthenticationConverter();
        }
    }
}
