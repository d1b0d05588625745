package com.example.service;

import dev.latchkey.TokenVerifier;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Verified;
import dev.latchkey.http.BearerCredentials;
import dev.latchkey.http.BearerErrors;
import dev.latchkey.http.ErrorAnswer;
import dev.latchkey.token.UnavailableException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

// region glue
final class TokenFilter extends OncePerRequestFilter {

    private final TokenVerifier verifier;
    private final BearerErrors errors;
    private final RequestAttributeSecurityContextRepository requests = new RequestAttributeSecurityContextRepository();

    TokenFilter(TokenVerifier verifier, BearerErrors errors) {
        this.verifier = verifier;
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        BearerCredentials credentials = BearerCredentials.from(Collections.list(request.getHeaders("Authorization")));
        if (credentials instanceof BearerCredentials.Missing) {
            chain.doFilter(request, response);
            return;
        }
        if (!(credentials instanceof BearerCredentials.Presented presented)) {
            send(response, errors.malformed());
            return;
        }
        Verification verification;
        try {
            verification = verifier.verify(presented.reveal());
        } catch (UnavailableException e) {
            send(response, errors.unavailable(e));
            return;
        }
        if (!(verification instanceof Verified verified)) {
            send(response, errors.rejected());
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new TokenAuthentication(verified.token()));
        SecurityContextHolder.setContext(context);
        // Without it, error and asynchronous dispatches of the request would be answered 401.
        requests.saveContext(context, request, response);
        chain.doFilter(request, response);
    }

    static void send(HttpServletResponse response, ErrorAnswer answer) throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.getWriter().write(answer.body());
    }
}
// endregion
