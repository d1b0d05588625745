package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.store.TokenStoreContract;

class PostgresTokenStoreTest extends TokenStoreContract {

    @Override
    protected TokenStore store() {
        return Database.POSTGRESQL.store();
    }
}
