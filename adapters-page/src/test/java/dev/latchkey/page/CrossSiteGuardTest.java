package dev.latchkey.page;

import static dev.latchkey.page.TestService.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.StoredToken;
import dev.latchkey.token.TokenId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossSiteGuardTest {

    private final TestService service = TestService.standard();
    private final TokenId id = service.issue("Nightly export", "workspace:read").id();

    private boolean revokes(String... more) {
        String[] fields = java.util.Arrays.copyOf(more, more.length + 2);
        fields[more.length] = "reason";
        fields[more.length + 1] = "leaked";
        int status = service.post("/" + id + "/revoke", fields).status();
        boolean revoked = service.owned().find(id).orElseThrow().state(TestService.NOW) == StoredToken.State.REVOKED;
        assertThat(status).isEqualTo(revoked ? 303 : 403);
        return revoked;
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none", "", "same-origin, cross-site"})
    void a_form_that_fetch_metadata_does_not_call_ours_is_refused(String site) {
        service.headers.put("Sec-Fetch-Site", site);
        service.headers.put("Origin", "https://example.org");

        assertThat(revokes()).isFalse();
    }

    @Test
    void a_form_of_this_page_is_accepted() {
        assertThat(revokes()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "",
                "https://example.org.evil.example",
                "https://example.org:8443",
                "%"
            })
    void without_fetch_metadata_another_origin_is_refused(String origin) {
        service.headers.remove("Sec-Fetch-Site");
        service.headers.put("Origin", origin);

        assertThat(revokes()).isFalse();
    }

    @Test
    void without_fetch_metadata_the_own_origin_is_accepted() {
        service.headers.remove("Sec-Fetch-Site");
        service.headers.put("Origin", "https://Example.org");

        assertThat(revokes()).isTrue();
    }

    @Test
    void without_both_headers_a_form_is_refused_unless_the_host_has_a_field() {
        service.headers.remove("Sec-Fetch-Site");
        assertThat(revokes()).isFalse();

        service.csrf = Optional.of(CsrfField.of("_csrf", "right"));
        assertThat(revokes("_csrf", "right")).isTrue();
    }

    @Test
    void the_hosts_field_stands_in_every_form_and_must_come_back_once() {
        service.csrf = Optional.of(CsrfField.of("_csrf", "right"));

        assertThat(html(service.get("/" + id + "/revoke"))).contains("name=\"_csrf\" value=\"right\"");
        assertThat(html(service.get("/new"))).contains("name=\"_csrf\" value=\"right\"");
        assertThat(revokes()).isFalse();
        assertThat(revokes("_csrf", "wrong")).isFalse();
        assertThat(revokes("_csrf", "right", "_csrf", "right")).isFalse();
        assertThat(revokes("_csrf", "right")).isTrue();
    }

    @Test
    void a_field_does_not_excuse_another_site() {
        service.csrf = Optional.of(CsrfField.of("_csrf", "right"));
        service.headers.put("Sec-Fetch-Site", "cross-site");

        assertThat(revokes("_csrf", "right")).isFalse();
    }

    @Test
    void a_field_that_the_host_verified_is_not_compared_again() {
        service.csrf = Optional.of(CsrfField.verifiedByHost("_csrf", "masked"));

        assertThat(revokes("_csrf", "masked in another way")).isTrue();
    }
}
