package dev.latchkey.jdbc;

import dev.latchkey.testkit.store.ConcurrentStoreContract;

class PostgresConcurrentStoreTest extends ConcurrentStoreContract<JdbcTokenStore> {

    @Override
    protected JdbcTokenStore store() {
        return Database.POSTGRESQL.store();
    }
}
