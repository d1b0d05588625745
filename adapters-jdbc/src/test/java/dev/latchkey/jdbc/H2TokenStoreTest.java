package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.store.TokenStoreContract;

class H2TokenStoreTest extends TokenStoreContract {

    @Override
    protected TokenStore store() {
        return Database.H2.store();
    }
}
