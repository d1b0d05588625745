package dev.latchkey.jdbc;

import dev.latchkey.testkit.store.ConcurrentStoreContract;

class H2ConcurrentStoreTest extends ConcurrentStoreContract<JdbcTokenStore> {

    @Override
    protected JdbcTokenStore store() {
        return Database.H2.store();
    }
}
