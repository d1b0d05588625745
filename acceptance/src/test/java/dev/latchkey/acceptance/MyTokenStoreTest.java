package dev.latchkey.acceptance;

import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.store.TokenStoreContract;

// region contract
class MyTokenStoreTest extends TokenStoreContract {
    @Override
    protected TokenStore store() {
        return new InMemoryTokenStore(); // yours: without any token; asked once for each test
    }
}
// endregion
