package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.store.TokenListContract;

class PostgresTokenListTest extends TokenListContract {

    @Override
    protected TokenStore store() {
        return Database.POSTGRESQL.store();
    }
}
