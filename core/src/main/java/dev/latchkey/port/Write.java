package dev.latchkey.port;

import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import org.jspecify.annotations.Nullable;

/**
 * One step of {@link TokenStore#write}: the new value, and the value that it expects to replace.
 *
 * <p>{@code held} is the value that was read before. A store refuses the step if its version is another.
 */
public sealed interface Write {

    /**
     * Writes a new record. Refused if its id exists, or its request key exists for its owner. It makes no entry in the
     * change feed, because the absence of a token is never cached.
     *
     * @param record the record
     */
    record Insert(TokenRecord record) implements Write {}

    /**
     * Writes the next version of a record. Id, owner, time of issue, parent, family and request key keep their inserted
     * values. Refused if the store's version is not that of {@code held}.
     *
     * @param held the record as it was read
     * @param next the record to write: of the same id, with the next version
     */
    record Update(TokenRecord held, TokenRecord next) implements Write {

        public Update {
            if (!held.id().equals(next.id()) || held.version() != next.version() - 1) {
                throw new IllegalArgumentException(next + " is not the next version of " + held);
            }
        }
    }

    /**
     * Deletes a record and its use. Refused if the store's version is not that of {@code held}.
     *
     * @param held the record as it was read
     */
    record Delete(TokenRecord held) implements Write {}

    /**
     * Writes the next version of the store's state. Refused if the store's version is not that of {@code held}.
     *
     * @param held the state as it was read
     * @param next the state to write: with the next version
     */
    record State(StoreState held, StoreState next) implements Write {

        public State {
            if (held.version() != next.version() - 1) {
                throw new IllegalArgumentException(next + " is not the next version of " + held);
            }
        }
    }

    /**
     * Makes an entry in the change feed that names no token. Refused if the feed did not end at {@code end} before this
     * write, and by a store without a feed.
     *
     * @param end where the feed ended when it was read
     */
    record Mark(FeedPosition end) implements Write {}

    /** {@return the token whose cached record this write makes out of date, or null} */
    default @Nullable TokenId changed() {
        if (this instanceof Update update) {
            return update.held().id();
        }
        return this instanceof Delete delete ? delete.held().id() : null;
    }
}
