package dev.latchkey.spring.page;

import dev.latchkey.page.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.FactorAuthorizationDecision;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Hands the demand for a recent sign-in over to Spring Security, which knows how the viewer signs in with the factor
 * that is missing, and leads back to the request afterwards.
 *
 * <p>A form is not handed over: its fields would be lost without a word. The page answers it, says why, and links to the
 * same screen; that request is handed over.
 *
 * @param recent decides whether the sign-in is recent
 * @param contexts has the authentication of the calling thread
 */
record StepUp(RecentSignIn recent, SecurityContextHolderStrategy contexts)
        implements Function<PageRequest, Optional<String>> {

    private static final String DENIAL = StepUp.class.getName() + ".denial";

    /** {@return the screen that is asked for, relative to itself, if a recent sign-in is missing} */
    @Override
    public Optional<String> apply(PageRequest request) {
        Optional<FactorAuthorizationDecision> missing =
                recent.missing(contexts.getContext().getAuthentication());
        missing.filter(denial -> !request.method().equals("POST"))
                .ifPresent(denial -> request.original(HttpServletRequest.class)
                        .ifPresent(original -> original.setAttribute(DENIAL, denial)));
        return missing.map(denial -> request.path().substring(request.path().lastIndexOf('/') + 1));
    }

    /** Throws the denial of the request, if there is one. */
    static void throwIfMissing(HttpServletRequest request) {
        if (request.getAttribute(DENIAL) instanceof FactorAuthorizationDecision denial) {
            throw new AuthorizationDeniedException("a recent sign-in is required to create a token", denial);
        }
    }
}
