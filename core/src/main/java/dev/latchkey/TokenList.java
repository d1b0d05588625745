package dev.latchkey;

import dev.latchkey.token.UnreadableToken;
import java.util.List;
import java.util.Optional;

/**
 * One page of tokens.
 *
 * @param tokens the tokens, in the order of the query
 * @param unreadable tokens that cannot be read, because their stored form was changed or damaged; usually empty. Show
 *     them to an operator: they are stored tokens that cannot be verified
 * @param next the cursor for {@link dev.latchkey.token.TokenQuery#after(String)}; empty if this is the last page
 */
public record TokenList(List<StoredToken> tokens, List<UnreadableToken> unreadable, Optional<String> next) {

    public TokenList {
        tokens = List.copyOf(tokens);
        unreadable = List.copyOf(unreadable);
    }
}
