package dev.latchkey.inmemory;

import dev.latchkey.testkit.store.NumberedFeedContract;
import java.time.InstantSource;

class InMemoryFeedTest extends NumberedFeedContract<InMemoryTokenStore> {
    @Override
    protected InMemoryTokenStore store(InstantSource entries) {
        return new InMemoryTokenStore(entries);
    }
}
