package dev.latchkey.keyvalue;

import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An entry of the change feed: all changes of one write.
 *
 * @param position its number and nonce
 * @param madeAt when it was written
 * @param stateChanged whether the store's state changed
 * @param tokens the tokens whose records changed
 */
record FeedEntry(NumberedPosition position, Instant madeAt, boolean stateChanged, List<TokenId> tokens) {

    private static final int VERSION = 1;

    FeedEntry {
        tokens = List.copyOf(tokens);
    }

    byte[] bytes() {
        ValueWriter out = new ValueWriter(VERSION)
                .number(position.sequence())
                .number(position.nonce())
                .time(madeAt)
                .flag(stateChanged)
                .count(tokens.size());
        tokens.forEach(out::id);
        return out.bytes();
    }

    /** @throws TokenStoreException if the bytes are not the entry of that number */
    static FeedEntry read(long sequence, byte[] bytes) {
        return ValueReader.read("entry " + sequence + " of the change feed", bytes, in -> {
            NumberedPosition position = new NumberedPosition(in.version(VERSION).number(), in.number());
            if (position.sequence() != sequence) {
                throw new IllegalArgumentException("it has the number " + position.sequence() + " of another entry");
            }
            return new FeedEntry(position, in.time(), in.flag(), tokens(in));
        });
    }

    private static List<TokenId> tokens(ValueReader in) {
        int count = in.count();
        if (count < 0) {
            throw new IllegalArgumentException("it names " + count + " tokens");
        }
        List<TokenId> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tokens.add(in.id());
        }
        return tokens;
    }
}
