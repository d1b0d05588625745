package dev.latchkey.spring.page;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.FactorAuthorizationDecision;
import org.springframework.security.authorization.RequiredFactor;
import org.springframework.security.authorization.RequiredFactorError;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;

/**
 * That a viewer has signed in a short time ago, by the factors that Spring Security recorded.
 *
 * <p>A sign-in without a recorded factor, by remember-me for example, is never recent. Immutable and thread-safe.
 */
final class RecentSignIn {

    private static final String PREFIX = "FACTOR_";

    private final Duration within;
    private final List<String> factors;
    private final Clock clock;

    /**
     * @param within how long ago a sign-in may be, to the instant
     * @param factors which ones must be that recent; empty for any one
     */
    RecentSignIn(Duration within, List<String> factors, Clock clock) {
        this.within = within;
        this.factors = factors.stream().map(RecentSignIn::authority).toList();
        this.clock = clock;
    }

    private static String authority(String factor) {
        String upper = factor.toUpperCase(Locale.ROOT);
        return upper.startsWith(PREFIX) ? upper : PREFIX + upper;
    }

    /** {@return what is missing; empty if nothing} */
    Optional<FactorAuthorizationDecision> missing(@Nullable Authentication viewer) {
        List<FactorGrantedAuthority> presented = viewer == null ? List.of() : factorsOf(viewer);
        List<RequiredFactorError> errors = factors.isEmpty() ? anyOf(presented) : allOf(presented);
        return errors.isEmpty() ? Optional.empty() : Optional.of(new FactorAuthorizationDecision(errors));
    }

    private static List<FactorGrantedAuthority> factorsOf(Authentication viewer) {
        return viewer.getAuthorities().stream()
                .filter(FactorGrantedAuthority.class::isInstance)
                .map(FactorGrantedAuthority.class::cast)
                .filter(factor -> !factor.getAuthority().equals(FactorGrantedAuthority.BEARER_AUTHORITY))
                .toList();
    }

    private List<RequiredFactorError> anyOf(List<FactorGrantedAuthority> presented) {
        Optional<FactorGrantedAuthority> latest =
                presented.stream().max(Comparator.comparing(FactorGrantedAuthority::getIssuedAt));
        if (latest.isEmpty()) {
            return List.of(RequiredFactorError.createMissing(required(FactorGrantedAuthority.PASSWORD_AUTHORITY)));
        }
        return isRecent(latest.get())
                ? List.of()
                : List.of(
                        RequiredFactorError.createExpired(required(latest.get().getAuthority())));
    }

    private List<RequiredFactorError> allOf(List<FactorGrantedAuthority> presented) {
        List<RequiredFactorError> errors = new ArrayList<>();
        for (String factor : factors) {
            List<FactorGrantedAuthority> same = presented.stream()
                    .filter(each -> each.getAuthority().equals(factor))
                    .toList();
            if (same.isEmpty()) {
                errors.add(RequiredFactorError.createMissing(required(factor)));
            } else if (same.stream().noneMatch(this::isRecent)) {
                errors.add(RequiredFactorError.createExpired(required(factor)));
            }
        }
        return errors;
    }

    private boolean isRecent(FactorGrantedAuthority factor) {
        Instant now = clock.instant();
        return now.isBefore(factor.getIssuedAt().plus(within));
    }

    private RequiredFactor required(String authority) {
        return RequiredFactor.builder()
                .authority(authority)
                .validDuration(within)
                .build();
    }
}
