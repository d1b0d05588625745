package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Verification.Rejected;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenFormat;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A million texts that are almost a live token, or nothing at all: none is accepted, none makes the verifier throw, and none
 * reaches the store.
 */
@Tag("locale")
class MalformedTextsTest {

    private static final int TEXTS = 1_000_000;
    private static final int ONE_RANDOM_IN = 20;

    private final Random random = new Random(20260101);
    private final Service service = new Service();

    @Test
    void a_million_texts_that_are_almost_tokens_are_rejected_before_any_store_call() {
        AccessTokens tokens = service.tokens()
                .format(TokenFormat.withPrefix("acme_live")
                        .alsoAccepting(TokenFormat.withPrefix("acme"))
                        .alsoAccepting(TokenFormat.plain()))
                .build();
        String valid = tokens.issuer().issue(Service.request()).reveal();
        TokenVerifier verifier = tokens.verifier();
        service.reads.set(0);
        int malformed = 0;
        int nearMisses = 0;

        for (int i = 0; i < TEXTS; i++) {
            boolean near = i % ONE_RANDOM_IN != 0;
            String text = near ? oneEditAwayFrom(valid) : randomText();
            nearMisses += near ? 1 : 0;
            malformed += verifier.verify(text).equals(new Rejected(RejectionReason.MALFORMED)) ? 1 : 0;
        }

        assertThat(nearMisses).isGreaterThanOrEqualTo(TEXTS / 10 * 9);
        assertThat(malformed).isEqualTo(TEXTS);
        assertThat(service.reads).hasValue(0);
        assertThat(verifier.verify(valid)).isNotInstanceOf(Rejected.class);
    }

    private String oneEditAwayFrom(String text) {
        int at = random.nextInt(text.length());
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at) + text.substring(at + 1);
            case 1 -> text.substring(0, at) + character() + text.substring(at);
            case 2 -> swapped(text, at);
            default -> changed(text, at);
        };
    }

    private String changed(String text, int at) {
        char other = character();
        return other == text.charAt(at) ? changed(text, at) : text.substring(0, at) + other + text.substring(at + 1);
    }

    private String swapped(String text, int at) {
        int next = (at + 1) % text.length();
        if (text.charAt(at) == text.charAt(next) || next == 0) {
            return changed(text, at);
        }
        return text.substring(0, at) + text.charAt(next) + text.charAt(at) + text.substring(next + 1);
    }

    /** Mostly what a typing error gives, sometimes anything. */
    private char character() {
        return random.nextInt(10) == 0 ? (char) random.nextInt(0x10000) : (char) (' ' + random.nextInt(95));
    }

    private String randomText() {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
