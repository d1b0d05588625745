package dev.latchkey.spring.security;

import dev.latchkey.TokenVerifier;
import dev.latchkey.Verification.Verified;
import dev.latchkey.http.BearerCredentials;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.UnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Chooses the authentication manager of a bearer token by its prefix, for {@code
 * oauth2ResourceServer(…).authenticationManagerResolver(…)}: access tokens and other tokens then share the resource
 * server's filter, and its answers.
 *
 * <p>Prefer {@link LatchkeyConfigurer#besideResourceServer()}, which answers each kind of token in its own way. Here
 * the answers are those of the resource server: they name no missing scope, and a 503 has no {@code Retry-After}.
 *
 * <p>Immutable and thread-safe.
 */
public final class LatchkeyAuthenticationManagerResolver implements AuthenticationManagerResolver<HttpServletRequest> {

    private final BearerClaims claims;
    private final AuthenticationManager ours;
    private final AuthenticationManager others;

    /**
     * Makes a resolver.
     *
     * @param verifier verifies tokens that begin with a prefix of {@code format}
     * @param format has a prefix in each of its spellings
     * @param others authenticates all other tokens
     * @throws IllegalArgumentException if the format accepts tokens without a prefix, which cannot be distinguished
     *     from others
     */
    public LatchkeyAuthenticationManagerResolver(
            TokenVerifier verifier, TokenFormat format, AuthenticationManager others) {
        if (format.openings().contains("")) {
            throw new IllegalArgumentException(
                    "tokens without a prefix cannot be distinguished from others: " + format);
        }
        this.claims = new BearerClaims(format.openings());
        this.ours = authentication -> authenticate(verifier, (BearerTokenAuthenticationToken) authentication);
        this.others = others;
    }

    @Override
    public AuthenticationManager resolve(HttpServletRequest request) {
        return claims.of(request) instanceof BearerCredentials.Presented ? ours : others;
    }

    private static Authentication authenticate(TokenVerifier verifier, BearerTokenAuthenticationToken presented) {
        try {
            if (verifier.verify(presented.getToken()) instanceof Verified verified) {
                LatchkeyAuthentication authentication = LatchkeyAuthentication.of(verified.token());
                authentication.setDetails(presented.getDetails());
                return authentication;
            }
        } catch (UnavailableException e) {
            throw LatchkeyIntrospection.unavailable(e);
        }
        throw new InvalidBearerTokenException("invalid access token");
    }
}
