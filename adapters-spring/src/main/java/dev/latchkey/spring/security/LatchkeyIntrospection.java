package dev.latchkey.spring.security;

import dev.latchkey.AccessToken;
import dev.latchkey.TokenVerifier;
import dev.latchkey.Verification.Verified;
import dev.latchkey.token.UnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

/**
 * Lets {@code oauth2ResourceServer(…).opaqueToken(…)} accept access tokens, for a service that has such a chain already.
 *
 * <p>Prefer {@link LatchkeyConfigurer}: here the answers are those of the resource server, which name no missing scope.
 * The converter has to be used with the introspector: Spring's own authentication would be widened by the authorities of a
 * session.
 */
public final class LatchkeyIntrospection {

    private static final BearerTokenError UNAVAILABLE = new BearerTokenError(
            "temporarily_unavailable", HttpStatus.SERVICE_UNAVAILABLE, "access tokens cannot be verified now", null);

    private LatchkeyIntrospection() {}

    /**
     * {@return an introspector that verifies tokens}
     *
     * @param verifier verifies them
     */
    public static OpaqueTokenIntrospector introspector(TokenVerifier verifier) {
        return text -> {
            try {
                if (verifier.verify(text) instanceof Verified verified) {
                    return new Principal(verified.token());
                }
            } catch (UnavailableException e) {
                throw unavailable(e);
            }
            throw new BadOpaqueTokenException("invalid access token");
        };
    }

    /** {@return the converter of what {@link #introspector} returns} */
    public static OpaqueTokenAuthenticationConverter converter() {
        return (text, principal) -> {
            if (principal instanceof Principal ours) {
                return LatchkeyAuthentication.of(ours.token());
            }
            throw new IllegalArgumentException("the principal is not of Latchkey's introspector: "
                    + principal.getClass().getName());
        };
    }

    /** Spring rethrows an AuthenticationServiceException, and the error page that follows could become 401. */
    static OAuth2AuthenticationException unavailable(UnavailableException cause) {
        return new OAuth2AuthenticationException(UNAVAILABLE, cause);
    }

    /** Carries the token to the converter. */
    private record Principal(AccessToken token) implements OAuth2AuthenticatedPrincipal {

        @Override
        public Map<String, Object> getAttributes() {
            return Map.of();
        }

        @Override
        public Collection<? extends GrantedAuthority> getAuthorities() {
            return List.of();
        }

        @Override
        public String getName() {
            return token.owner();
        }
    }
}
