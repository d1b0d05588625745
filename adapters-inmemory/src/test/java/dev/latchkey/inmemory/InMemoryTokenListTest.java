package dev.latchkey.inmemory;

import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.store.TokenListContract;

class InMemoryTokenListTest extends TokenListContract {

    @Override
    protected TokenStore store() {
        return new InMemoryTokenStore();
    }
}
