package dev.latchkey.spring.security;

import dev.latchkey.http.BearerCredentials;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Decides which requests are authenticated by their access token: those that present a bearer token or, if other kinds
 * of bearer tokens are accepted too, one with a prefix of ours.
 *
 * <p>Reads only headers and never throws: the matcher is also used before exceptions are translated.
 */
final class BearerClaims implements RequestMatcher {

    private final List<String> openings;

    /**
     * @param openings what our tokens begin with; empty to claim every bearer token
     */
    BearerClaims(List<String> openings) {
        this.openings = List.copyOf(openings);
    }

    /** {@return what the request presents; missing if it is not ours} */
    BearerCredentials of(HttpServletRequest request) {
        Enumeration<String> values = request.getHeaders("Authorization");
        if (values == null || !values.hasMoreElements()) {
            return new BearerCredentials.Missing();
        }
        return of(Collections.list(values));
    }

    BearerCredentials of(List<String> headers) {
        BearerCredentials credentials = BearerCredentials.from(headers);
        return isOurs(credentials, headers) ? credentials : new BearerCredentials.Missing();
    }

    private boolean isOurs(BearerCredentials credentials, List<String> headers) {
        if (openings.isEmpty()) {
            return true;
        }
        // A malformed header that contains a prefix of ours is refused here; no other filter could parse it either.
        return credentials instanceof BearerCredentials.Presented presented
                ? openings.stream().anyMatch(presented.reveal()::startsWith)
                : headers.stream().anyMatch(header -> openings.stream().anyMatch(header::contains));
    }

    @Override
    public boolean matches(HttpServletRequest request) {
        return !(of(request) instanceof BearerCredentials.Missing);
    }
}
