package dev.latchkey.page;

import static dev.latchkey.page.TestService.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssuedToken;
import dev.latchkey.StoredToken;
import dev.latchkey.page.RandomRequests.Sent;
import dev.latchkey.token.TokenId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Each request is answered without a failure, with all security headers, and with nothing unescaped. */
class RandomRequestsProperties {

    private static final String MOUNT = "/settings/access";
    private static final List<Integer> STATUSES = List.of(200, 303, 403, 404, 405, 409, 413, 415, 422);

    /** A whole tag whose attributes are in double quotes; none of them is code. */
    private static final Pattern TAG =
            Pattern.compile("</?[a-z][a-z0-9]*(\\s+(?!on|style)[a-z][a-z-]*(=\"[^\"<]*\")?)*\\s*>|<!DOCTYPE html>");

    private static final Pattern FOREIGN_SCRIPT =
            Pattern.compile("<script(?! src=\"(\\.\\./)?assets/page\\.[0-9a-f]{16}\\.js\" defer>)");

    private final TestService service = TestService.recordingUses();
    private final IssuedToken theirs =
            service.tokens.issuer().issue(TestService.request("workspaces/other", "Theirs", "workspace:read"));
    private IssuedToken own = issue();
    private String cursor = "";

    RandomRequestsProperties() {
        service.csrf = Optional.of(CsrfField.of("csrf", RandomRequests.CSRF));
        service.resources = ResourceChoices.within("workspaces/acme").andMore();
        for (int i = 0; i < 60; i++) {
            issue();
        }
    }

    private IssuedToken issue() {
        return service.issue(RandomRequests.MARKUP, "workspace:write@workspaces/acme", "sources:read@workspaces/acme");
    }

    private StoredToken.State state(TokenId id) {
        return service.tokens.all().find(id).orElseThrow().state(TestService.NOW);
    }

    private String filled(String text) {
        return text.replace(RandomRequests.OWN, own.id().toString())
                .replace(RandomRequests.THEIRS, theirs.id().toString())
                .replace(RandomRequests.CURSOR, cursor);
    }

    private PageResponse send(Sent sent) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        sent.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        PageRequest request = PageRequest.of(
                sent.method(), MOUNT + filled(sent.path()), filled(String.join("&", sent.query())), headers);
        byte[] body = filled(String.join("&", sent.form())).getBytes(StandardCharsets.UTF_8);
        return new PageMount(service.page())
                .answer(request, MOUNT, most -> Arrays.copyOf(body, Math.min(most, body.length)));
    }

    @Provide
    Arbitrary<Sent> requests() {
        return RandomRequests.any();
    }

    @Property(tries = 10_000, seed = "20260310")
    void ten_thousand_random_requests_are_answered_harmlessly(@ForAll("requests") Sent sent) throws IOException {
        if (state(own.id()) != StoredToken.State.LIVE) {
            own = issue();
        }

        PageResponse answer = send(sent);

        assertThat(STATUSES).as("status").contains(answer.status());
        assertHasSecurityHeaders(answer.headers());
        assertHarmless(answer);
        assertThat(state(theirs.id())).as("the token of another owner").isEqualTo(StoredToken.State.LIVE);
        assertThat(html(answer)).as("of another owner").doesNotContain("Theirs", theirs.reveal());
        Matcher next = Pattern.compile("after=([A-Za-z0-9_-]+)").matcher(html(answer));
        if (next.find()) {
            cursor = next.group(1);
        }
    }

    private static void assertHasSecurityHeaders(Map<String, String> headers) {
        assertThat(headers)
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("X-Frame-Options", "DENY")
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Cross-Origin-Opener-Policy", "same-origin")
                .containsEntry("Cross-Origin-Resource-Policy", "same-origin")
                .containsKey("Referrer-Policy");
        assertThat(headers.get("Content-Security-Policy"))
                .contains("default-src 'none'")
                .doesNotContain("unsafe", "*", "http", "data:");
        assertThat(headers.toString()).doesNotContain("canary", "Set-Cookie");
        assertThat(headers.getOrDefault("Location", "./"))
                .matches("(access/|(\\./|\\.\\./)[0-9A-Z]{0,26}(\\?[a-z=&-]*)?)");
    }

    private static void assertHarmless(PageResponse answer) {
        if (answer.headers().getOrDefault("Content-Type", "").startsWith("text/csv")) {
            assertThat(answer.headers().get("Content-Disposition")).startsWith("attachment");
            return;
        }
        assertThat(html(answer)).doesNotContain("href=\"javascript:", "action=\"javascript:", "2468", "canary=1\r\n");
        assertThat(TAG.matcher(html(answer)).replaceAll(""))
                .as("what is left without whole tags")
                .doesNotContain("<");
        assertThat(html(answer)).doesNotContainPattern(FOREIGN_SCRIPT);
    }
}
