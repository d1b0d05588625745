package dev.latchkey;

import java.util.List;
import java.util.Optional;

/**
 * One page of tokens.
 *
 * @param tokens the tokens, in the order of the query
 * @param next the cursor for {@link dev.latchkey.port.TokenQuery#after(String)}; empty if this is the last page
 */
public record TokenList(List<StoredToken> tokens, Optional<String> next) {

    public TokenList {
        tokens = List.copyOf(tokens);
    }
}
