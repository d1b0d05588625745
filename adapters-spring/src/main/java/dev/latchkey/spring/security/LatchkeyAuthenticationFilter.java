package dev.latchkey.spring.security;

import dev.latchkey.TokenVerifier;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.http.BearerCredentials;
import dev.latchkey.http.BearerErrors;
import dev.latchkey.token.UnavailableException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates a request by its bearer token, for this request alone.
 *
 * <p>A token replaces any other authentication of the request: the rights of a session are not added to it. A token
 * that is rejected ends the request. The context is kept in the request, so that its asynchronous and error dispatches
 * have it too; no session is used.
 */
final class LatchkeyAuthenticationFilter extends OncePerRequestFilter {

    private final BearerClaims claims;
    private final TokenVerifier verifier;
    private final BearerErrors errors;
    private final AuthenticationEntryPoint entryPoint;
    private final SecurityContextHolderStrategy contexts;
    private final RequestAttributeSecurityContextRepository requests = new RequestAttributeSecurityContextRepository();

    LatchkeyAuthenticationFilter(
            BearerClaims claims,
            TokenVerifier verifier,
            BearerErrors errors,
            AuthenticationEntryPoint entryPoint,
            SecurityContextHolderStrategy contexts) {
        this.claims = claims;
        this.verifier = verifier;
        this.errors = errors;
        this.entryPoint = entryPoint;
        this.contexts = contexts;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        SecurityContext verified = requests.loadDeferredContext(request).get();
        if (verified.getAuthentication() instanceof LatchkeyAuthentication) {
            contexts.setContext(verified);
            chain.doFilter(request, response);
            return;
        }
        BearerCredentials credentials = claims.of(request);
        if (credentials instanceof BearerCredentials.Missing) {
            chain.doFilter(request, response);
            return;
        }
        LatchkeyAuthentication authentication;
        try {
            authentication = authenticate(credentials);
        } catch (AuthenticationException e) {
            contexts.clearContext();
            entryPoint.commence(request, response, e);
            return;
        }
        authentication.setDetails(new WebAuthenticationDetails(request));
        SecurityContext context = contexts.createEmptyContext();
        context.setAuthentication(authentication);
        contexts.setContext(context);
        requests.saveContext(context, request, response);
        chain.doFilter(request, response);
    }

    private LatchkeyAuthentication authenticate(BearerCredentials credentials) {
        if (!(credentials instanceof BearerCredentials.Presented presented)) {
            throw new TokenAuthenticationException("malformed authorization header", errors.malformed());
        }
        Verification verification = verify(presented);
        if (verification instanceof Verified verified) {
            return LatchkeyAuthentication.of(verified.token());
        }
        if (logger.isDebugEnabled()) {
            logger.debug("An access token is rejected: " + ((Rejected) verification).reason());
        }
        throw new TokenAuthenticationException("invalid access token", errors.rejected());
    }

    private Verification verify(BearerCredentials.Presented presented) {
        try {
            return verifier.verify(presented.reveal());
        } catch (UnavailableException e) {
            logger.warn("An access token cannot be verified now: " + e.getMessage());
            throw new AuthenticationServiceException("access tokens cannot be verified now", e);
        }
    }
}
