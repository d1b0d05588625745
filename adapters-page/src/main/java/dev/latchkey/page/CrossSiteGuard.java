package dev.latchkey.page;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;

/**
 * Refuses forms that another site sends (CSRF).
 *
 * <p>{@code Sec-Fetch-Site} must be {@code same-origin}. Where a browser does not send it, as on plain HTTP, {@code Origin} must
 * name the host that the request is for. Where that is missing too, the host's own field decides, and without one the form is
 * refused.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 */
final class CrossSiteGuard {

    private CrossSiteGuard() {}

    static boolean isOwnForm(PageRequest request, Optional<CsrfField> field) {
        return comesFromHere(request, field.isPresent())
                && field.map(expected -> comesBack(request, expected)).orElse(true);
    }

    private static boolean comesFromHere(PageRequest request, boolean hostDecides) {
        if (request.hasHeader("sec-fetch-site")) {
            return request.header("sec-fetch-site").equals(Optional.of("same-origin"));
        }
        if (request.hasHeader("origin")) {
            return request.header("origin").flatMap(CrossSiteGuard::authority).equals(host(request))
                    && host(request).isPresent();
        }
        return hostDecides;
    }

    private static Optional<String> host(PageRequest request) {
        return request.header("host").map(host -> host.toLowerCase(Locale.ROOT));
    }

    private static Optional<String> authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority())
                    .map(authority -> authority.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean comesBack(PageRequest request, CsrfField expected) {
        return expected.verification() == CsrfField.Verification.BY_HOST
                || (request.formAll(expected.name()).size() == 1
                        && MessageDigest.isEqual(
                                request.form(expected.name()).getBytes(StandardCharsets.UTF_8),
                                expected.value().getBytes(StandardCharsets.UTF_8)));
    }
}
