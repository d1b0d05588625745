package dev.latchkey.spring.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Requests to answer with a challenge rather than a page to sign in: with a token of ours, or not from a browser. */
record ForPrograms(BearerClaims claims) implements RequestMatcher {

    @Override
    public boolean matches(HttpServletRequest request) {
        return claims.matches(request)
                || Collections.list(request.getHeaders("Accept")).stream()
                        .noneMatch(accept -> accept.contains("text/html"));
    }
}
