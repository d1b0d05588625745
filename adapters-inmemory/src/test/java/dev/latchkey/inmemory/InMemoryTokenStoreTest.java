package dev.latchkey.inmemory;

import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.store.TokenStoreContract;

class InMemoryTokenStoreTest extends TokenStoreContract {

    @Override
    protected TokenStore store() {
        return new InMemoryTokenStore();
    }
}
