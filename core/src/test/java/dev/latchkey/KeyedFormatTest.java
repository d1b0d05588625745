package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.ChecksumKey;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeyedFormatTest {

    private static final Rejected MALFORMED = new Rejected(RejectionReason.MALFORMED);
    private static final TokenFormat UNKEYED = TokenFormat.withPrefix("acme");

    private final SecureRandom random = new SecureRandom();
    private final byte[] keyBytes = random.generateSeed(32);
    private final ChecksumKey key = ChecksumKey.of(keyBytes);
    private final Service service = new Service();

    private AccessTokens tokens(TokenFormat format) {
        return service.tokens().format(format).build();
    }

    @Test
    void a_forged_text_is_refused_without_a_store_call_and_without_hashing() {
        AccessTokens tokens = tokens(UNKEYED.keyed(key));
        TokenId known = tokens.issuer().issue(Service.request()).id();
        ChecksumKey guessed = ChecksumKey.of(random.generateSeed(32));
        AccessTokens coldNode = tokens(UNKEYED.keyed(key));
        int hashed = service.hasher.computations.get();
        service.reads.set(0);

        for (int i = 0; i < 100; i++) {
            String forged =
                    BearerToken.generate(known, UNKEYED.keyed(guessed), random).reveal();
            String unkeyed = BearerToken.generate(known, UNKEYED, random).reveal();

            assertThat(coldNode.verifier().verify(forged)).isEqualTo(MALFORMED);
            assertThat(coldNode.verifier().verify(unkeyed)).isEqualTo(MALFORMED);
        }

        assertThat(service.reads).hasValue(0);
        assertThat(service.hasher.computations).hasValue(hashed);
    }

    @Test
    void another_node_with_the_same_key_accepts_what_was_issued() {
        String text =
                tokens(UNKEYED.keyed(key)).issuer().issue(Service.request()).reveal();
        AccessTokens anotherNode = tokens(UNKEYED.keyed(ChecksumKey.of(keyBytes)));

        assertThat(anotherNode.verifier().verify(text)).isInstanceOf(Verified.class);
    }

    @Test
    void a_service_goes_over_to_a_key_and_then_to_another() {
        String unkeyed = tokens(UNKEYED).issuer().issue(Service.request()).reveal();
        Instant end = Service.START.plus(Duration.ofDays(30));
        ChecksumKey nextKey = ChecksumKey.of(random.generateSeed(32));

        // region keys
        TokenFormat old = TokenFormat.withPrefix("acme");

        // First, on all nodes: accept the key's texts, still issue the old ones.
        TokenFormat prepared = old.alsoAccepting(old.keyed(key));

        // Then, on one node after another: issue the key's texts, accept the old ones until a date.
        TokenFormat keyed = old.keyed(key).alsoAcceptingUntil(old, end);

        // To change the key, the same two steps with the next one.
        TokenFormat preparedForNext = old.keyed(key).alsoAccepting(old.keyed(nextKey));
        TokenFormat next = old.keyed(nextKey).alsoAccepting(old.keyed(key));
        // endregion

        String ofKey = tokens(keyed).issuer().issue(Service.request()).reveal();
        String ofNextKey = tokens(next).issuer().issue(Service.request()).reveal();

        assertThat(tokens(prepared).verifier().verify(ofKey)).isInstanceOf(Verified.class);
        assertThat(tokens(keyed).verifier().verify(unkeyed)).isInstanceOf(Verified.class);
        assertThat(tokens(preparedForNext).verifier().verify(ofNextKey)).isInstanceOf(Verified.class);
        assertThat(tokens(next).verifier().verify(ofKey)).isInstanceOf(Verified.class);
        service.clock.advance(Duration.ofDays(30));
        assertThat(tokens(keyed).verifier().verify(unkeyed)).isEqualTo(MALFORMED);
        assertThat(tokens(keyed).verifier().verify(ofKey)).isInstanceOf(Verified.class);
    }
}
