package dev.latchkey.lease;

import dev.latchkey.FakeStore;

/** What a verifier asks for tokens, without a store: what is cached, or else what a loader reads. */
final class Finding {

    private Finding() {}

    static <V> TokenSource<V> by(RecordLoader<V> loader) {
        FakeStore none = new FakeStore();
        PositionedReads<V> reads = new PositionedReads<>(none, (record, state) -> {
            throw new AssertionError("the loader reads");
        });
        return TokenSource.caching(none, reads, loader);
    }
}
