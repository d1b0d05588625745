package dev.latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.UnverifiedAccessTokens;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeDecision;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

@Tag("locale")
class HeaderSafetyProperties {

    @Provide
    Arbitrary<String> almostHeaders() {
        return Arbitraries.oneOf(
                Arbitraries.strings(),
                Arbitraries.strings().ascii().map(text -> "Bearer " + text),
                Arbitraries.strings().map(text -> "Bearer " + text));
    }

    @Property
    void no_header_makes_the_reader_throw_and_only_a_b64token_is_presented(@ForAll("almostHeaders") String value) {
        BearerCredentials credentials = BearerCredentials.from(List.of(value));

        if (credentials instanceof BearerCredentials.Presented presented) {
            assertThat(presented.reveal()).matches("[A-Za-z0-9._~+/-]+=*");
            assertThat(value).contains(presented.reveal());
        }
    }

    @Property
    void whatever_is_asked_for_the_challenge_is_one_line_of_printable_ascii(
            @ForAll String resource, @ForAll String other) {
        var token = UnverifiedAccessTokens.token(TokenId.of(1, 1), "o", ScopeSet.parse("nothing"));
        ScopeDecision decision = token.decide(Scope.of("workspace:read").on(resource, other));

        ErrorAnswer answer = BearerErrors.of("acme", BodyStyle.CODE)
                .insufficientScope(new InsufficientScope(token, (ScopeDecision.Denied) decision));

        assertThat(answer.headers().get("WWW-Authenticate"))
                .matches(
                        "Bearer realm=\"acme\", error=\"insufficient_scope\"(, scope=\"[\\x21\\x23-\\x5B\\x5D-\\x7E ]+\")?");
    }

    @Property
    void every_text_becomes_one_string_of_json_in_ascii(@ForAll String text) {
        String body = BearerErrors.of("acme", BodyStyle.PROBLEM)
                .error(new ErrorCode(404, 5, "Not Found"), text)
                .body();

        assertThat(body).matches("[ -~]*");
        String quoted = JsonText.quoted(text);
        assertThat(quoted).matches("\"([^\"\\\\]|\\\\[\"\\\\]|\\\\u[0-9a-f]{4})*\"");
        assertThat(unquoted(quoted)).isEqualTo(text);
    }

    private static String unquoted(String json) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < json.length() - 1; i++) {
            char c = json.charAt(i);
            if (c != '\\') {
                text.append(c);
            } else if (json.charAt(++i) == 'u') {
                text.append((char) Integer.parseInt(json, i + 1, i + 5, 16));
                i += 4;
            } else {
                text.append(json.charAt(i));
            }
        }
        return text.toString();
    }
}
