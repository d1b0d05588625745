package dev.latchkey.resilience;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.port.TokenStore;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * What stands between a node and the parts that it is given from outside, and between the nodes that write and their
 * database; a mutant breaks one of them.
 */
record Seams(
        UnaryOperator<InstantSource> wall,
        UnaryOperator<LongSupplier> monotonic,
        UnaryOperator<ChangeFeed> feed,
        UnaryOperator<TokenStore> store,
        UnaryOperator<SecretHasher> hasher,
        UnaryOperator<DataSource> writers) {

    /** Nothing is broken. */
    static final Seams NONE = new Seams(
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            UnaryOperator.identity());

    static Seams wall(UnaryOperator<InstantSource> broken) {
        return new Seams(broken, NONE.monotonic, NONE.feed, NONE.store, NONE.hasher, NONE.writers);
    }

    static Seams monotonic(UnaryOperator<LongSupplier> broken) {
        return new Seams(NONE.wall, broken, NONE.feed, NONE.store, NONE.hasher, NONE.writers);
    }

    static Seams feed(UnaryOperator<ChangeFeed> broken) {
        return new Seams(NONE.wall, NONE.monotonic, broken, NONE.store, NONE.hasher, NONE.writers);
    }

    static Seams store(UnaryOperator<TokenStore> broken) {
        return new Seams(NONE.wall, NONE.monotonic, NONE.feed, broken, NONE.hasher, NONE.writers);
    }

    static Seams hasher(UnaryOperator<SecretHasher> broken) {
        return new Seams(NONE.wall, NONE.monotonic, NONE.feed, NONE.store, broken, NONE.writers);
    }

    static Seams writers(UnaryOperator<DataSource> broken) {
        return new Seams(NONE.wall, NONE.monotonic, NONE.feed, NONE.store, NONE.hasher, broken);
    }

    /** {@return the same, with a broken feed too} */
    Seams andFeed(UnaryOperator<ChangeFeed> broken) {
        return new Seams(wall, monotonic, broken, store, hasher, writers);
    }
}
