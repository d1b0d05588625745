package dev.latchkey.spring.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Matches requests that are answered with a challenge instead of a sign-in page: those with a token of ours, and those
 * that do not come from a browser.
 */
record ForPrograms(BearerClaims claims) implements RequestMatcher {

    @Override
    public boolean matches(HttpServletRequest request) {
        return claims.matches(request)
                || Collections.list(request.getHeaders("Accept")).stream()
                        .noneMatch(accept -> accept.contains("text/html"));
    }
}
