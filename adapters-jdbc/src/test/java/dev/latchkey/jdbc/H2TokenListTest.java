package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.store.TokenListContract;

class H2TokenListTest extends TokenListContract {

    @Override
    protected TokenStore store() {
        return Database.H2.store();
    }
}
