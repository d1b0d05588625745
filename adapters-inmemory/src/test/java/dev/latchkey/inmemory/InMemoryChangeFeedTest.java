package dev.latchkey.inmemory;

import dev.latchkey.testkit.store.ChangeFeedContract;

class InMemoryChangeFeedTest extends ChangeFeedContract<InMemoryTokenStore> {

    @Override
    protected InMemoryTokenStore store() {
        return new InMemoryTokenStore();
    }
}
