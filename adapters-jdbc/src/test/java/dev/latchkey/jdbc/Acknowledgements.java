package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.port.TokenPage;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a {@link TokenWriter} said was done, and whether the store kept it. */
final class Acknowledgements {

    private final List<String> texts = new ArrayList<>();
    private final Set<String> ended = new HashSet<>();

    void add(String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "I" -> texts.add(words[1]);
            case "R" -> ended.add(words[1]);
            case "S" -> {
                ended.add(words[1]);
                texts.add(words[2]);
            }
            default -> throw new IllegalArgumentException(line);
        }
    }

    int size() {
        return texts.size() + ended.size();
    }

    /**
     * Every token that was returned works, every revocation that was acknowledged holds, and every row can be read.
     *
     * @param underWay how many operations may have been done without having been acknowledged
     */
    void assertKept(JdbcTokenStore store, SecretHasher hasher, int underWay) {
        AccessTokens tokens =
                AccessTokens.builder(store).withoutPrefix().hasher(hasher).build();
        int unacknowledged = 0;
        for (String text : texts) {
            String id = BearerToken.parse(text, TokenFormat.plain())
                    .orElseThrow()
                    .id()
                    .toString();
            Verification verification = tokens.verifier().verify(text);
            if (ended.contains(id)) {
                assertThat(verification)
                        .as("revoked %s", id)
                        .isInstanceOfSatisfying(
                                Rejected.class,
                                rejected -> assertThat(rejected.reason()).isEqualTo(RejectionReason.REVOKED));
            } else if (verification instanceof Rejected rejected) {
                assertThat(rejected.reason()).as("issued %s", id).isEqualTo(RejectionReason.REVOKED);
                unacknowledged++;
            } else {
                assertThat(verification).isInstanceOf(Verified.class);
            }
        }
        assertThat(unacknowledged).as("revoked without being told").isLessThanOrEqualTo(underWay);
        TokenQuery query = TokenQuery.all().limit(100);
        int rows = 0;
        for (TokenPage page = store.list(query); ; page = store.list(query.after(page.next()))) {
            rows += page.entries().size();
            if (page.next() == null) {
                break;
            }
        }
        assertThat(rows).isBetween(texts.size(), texts.size() + underWay);
    }
}
