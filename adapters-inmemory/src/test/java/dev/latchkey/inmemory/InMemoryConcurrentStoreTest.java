package dev.latchkey.inmemory;

import dev.latchkey.testkit.store.ConcurrentStoreContract;

class InMemoryConcurrentStoreTest extends ConcurrentStoreContract<InMemoryTokenStore> {

    @Override
    protected InMemoryTokenStore store() {
        return new InMemoryTokenStore();
    }
}
