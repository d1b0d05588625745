package dev.latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.BearerCredentials.Malformed;
import dev.latchkey.http.BearerCredentials.Missing;
import dev.latchkey.http.BearerCredentials.Presented;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class BearerCredentialsTest {

    private static BearerCredentials from(String... values) {
        return BearerCredentials.from(Arrays.asList(values));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer abc",
                "bearer abc",
                "BEARER abc",
                "bEaReR abc",
                "Bearer   abc",
                " Bearer abc ",
                "\tBearer abc\t",
            })
    void the_scheme_in_any_case_with_one_or_more_spaces_presents_the_text(String value) {
        assertThat(from(value))
                .isInstanceOfSatisfying(
                        Presented.class,
                        presented -> assertThat(presented.reveal()).isEqualTo("abc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer A-._~+/9", "Bearer a=", "Bearer a==", "Bearer acme_live_01.x"})
    void everything_that_a_b64token_may_hold_is_presented(String value) {
        assertThat(from(value)).isInstanceOf(Presented.class);
    }

    @Test
    void without_a_header_nothing_is_presented() {
        assertThat(from()).isEqualTo(new Missing());
    }

    @Test
    void a_header_that_the_server_reports_as_null_is_missing() {
        assertThat(BearerCredentials.from(null)).isEqualTo(new Missing());
        assertThat(from((String) null)).isEqualTo(new Missing());
        assertThat(from(null, null)).isEqualTo(new Missing());
        assertThat(from(null, "Bearer abc")).isInstanceOf(Presented.class);
        assertThat(from("Bearer abc", null, "Bearer abc")).isEqualTo(new Malformed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Basic dXNlcjpwYXNz",
                "Bearerabc",
                "Bearers abc",
                "Bearer-x abc",
                "abc",
                "Bear abc",
                "B\u0435arer abc",
                "beare\u0280 abc",
            })
    void another_scheme_presents_no_bearer_token(String value) {
        assertThat(from(value)).isEqualTo(new Missing());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer\tabc",
                "Bearer a b",
                "Bearer abc,",
                "Bearer abc, Bearer def",
                "Bearer abc,Basic eA==",
                "Bearer =",
                "Bearer a=b",
                "Bearer \"abc\"",
                "Bearer abc\u00e9",
                "Bearer \u0661",
                "Bearer abc\r\nX: y",
                "Bearer abc\u0000",
                "Bearer, abc",
                "Bearer: abc",
            })
    void what_is_no_b64token_is_malformed(String value) {
        assertThat(from(value)).isEqualTo(new Malformed());
    }

    @Test
    void several_headers_are_malformed_even_if_they_are_the_same() {
        assertThat(from("Bearer abc", "Bearer abc")).isEqualTo(new Malformed());
        assertThat(from("Basic eA==", "Bearer abc")).isEqualTo(new Malformed());
    }

    @Test
    void a_huge_text_is_presented_cut_so_that_no_token_of_ours_can_match() {
        assertThat(from("Bearer " + "a".repeat(1 << 20)))
                .isInstanceOfSatisfying(
                        Presented.class,
                        presented -> assertThat(presented.reveal()).hasSize(256));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 254, 255})
    void a_text_of_up_to_255_characters_is_presented_whole(int length) {
        assertThat(from("Bearer " + "a".repeat(length)))
                .isInstanceOfSatisfying(
                        Presented.class,
                        presented -> assertThat(presented.reveal()).hasSize(length));
    }

    @Test
    void a_text_of_more_than_255_characters_is_presented_too_long_for_a_token() {
        for (int length = 256; length < 259; length++) {
            assertThat(from("Bearer " + "a".repeat(length)))
                    .isInstanceOfSatisfying(
                            Presented.class,
                            presented -> assertThat(presented.reveal()).hasSize(256));
        }
    }

    @Test
    void what_is_presented_is_not_printed() {
        assertThat(from("Bearer abc")).hasToString("Presented[redacted]");
    }
}
