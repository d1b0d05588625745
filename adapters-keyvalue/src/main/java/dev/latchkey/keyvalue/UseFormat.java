package dev.latchkey.keyvalue;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenUse;

/** The encoding of a use. Version 1: format version, id, time, scopes. Extended like {@link RecordFormat}. */
final class UseFormat {

    private static final int VERSION = 1;

    private UseFormat() {}

    static byte[] write(TokenUse use) {
        return new ValueWriter(VERSION)
                .id(use.id())
                .time(use.lastUsedAt())
                .text(use.usedScopes().toString())
                .bytes();
    }

    /** @throws TokenStoreException if the bytes are not a use of that token */
    static TokenUse read(TokenId id, byte[] bytes) {
        return ValueReader.read("the use of token " + id, bytes, in -> {
            TokenId stored = in.version(VERSION).id();
            if (!stored.equals(id)) {
                throw new IllegalArgumentException("it is that of token " + stored);
            }
            return new TokenUse(id, in.time(), scopes(in.text()));
        });
    }

    private static ScopeSet scopes(String text) {
        return text.isEmpty() ? ScopeSet.empty() : ScopeSet.parse(text);
    }
}
