package dev.latchkey.spring.security;

import dev.latchkey.scope.ScopeRequirement;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** Decides whether an authentication meets a requirement, and explains a denial in the log. */
final class ScopeRules {

    private ScopeRules() {}

    /** {@return the decision of the only rule that applies, so that a denial is final} */
    static ScopeAuthorizationResult decideFinally(
            Log log, @Nullable Authentication authentication, ScopeRequirement required) {
        ScopeAuthorizationResult result = decide(log, authentication, required);
        result.report();
        return result;
    }

    static ScopeAuthorizationResult decide(
            Log log, @Nullable Authentication authentication, ScopeRequirement required) {
        if (!(authentication instanceof LatchkeyAuthentication verified) || !verified.isAuthenticated()) {
            if (log.isDebugEnabled()) {
                log.debug("Denied: " + required + " is required; the request presented no access token");
            }
            return ScopeAuthorizationResult.withoutToken();
        }
        ScopeAuthorizationResult result = ScopeAuthorizationResult.of(verified, required);
        if (!result.isGranted() && log.isDebugEnabled()) {
            log.debug("Denied to " + verified.token() + ": "
                    + result.denial().map(Object::toString).orElse(required + " is required"));
        }
        return result;
    }
}
