package dev.latchkey.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssuedToken;
import dev.latchkey.StoredToken;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Laws of paths, links and reports. */
class PageProperties {

    private final TestService service = TestService.standard();
    private IssuedToken token = service.issue("Nightly export", "workspace:read");

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.strings()
                .withChars("/.%25eE2fF;=\\new leakhistory.csv-al0")
                .ofMaxLength(14)
                .map(text -> "/" + text);
    }

    @Property(tries = 2_000)
    void only_the_exact_path_of_a_screen_leads_to_it(@ForAll("paths") String path) {
        if (!RandomRequests.SCREENS.contains(path)) {
            assertThat(service.get(path).status()).as(path).isEqualTo(404);
        }
    }

    @Provide
    Arbitrary<Character> characters() {
        return Arbitraries.chars()
                .range('0', '9')
                .range('A', 'Z')
                .range('a', 'z')
                .with('-', '_', '.', ' ');
    }

    @Property(tries = 300)
    void no_text_but_the_token_itself_revokes_it(
            @ForAll @IntRange(max = 80) int at, @ForAll("characters") char character) {
        String secret = token.reveal();
        int place = Math.min(at, secret.length() - 1);
        String altered = secret.substring(0, place) + character + secret.substring(place + 1);

        PageResponse answer = service.post("/leak", "leaked", altered);

        assertThat(answer.headers()).containsEntry("Location", "./?state=inactive&done=reported");
        assertThat(service.owned().find(token.id()).orElseThrow().state(TestService.NOW))
                .isEqualTo(altered.equals(secret) ? StoredToken.State.REVOKED : StoredToken.State.LIVE);
        if (altered.equals(secret)) {
            token = service.issue("Nightly export", "workspace:read");
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars("&=?#%+ \"'<>/;\u0000\r\näü€")
                .withCharRange('a', 'z')
                .ofMaxLength(20);
    }

    @Property(tries = 1_000)
    void the_parameters_of_a_link_arrive_as_they_were_written(
            @ForAll("texts") String name, @ForAll("texts") String value) {
        String address = QueryString.none().with(name, value).with("OTHER", "1").at("./");

        PageRequest arrived = PageRequest.of("GET", "/", address.substring(address.indexOf('?') + 1), Map.of());

        assertThat(arrived.query(name)).isEqualTo(value);
        assertThat(arrived.query("OTHER")).isEqualTo("1");
        assertThat(address).matches("\\./\\?[A-Za-z0-9.*_+%&=-]*");
    }
}
