package dev.latchkey.jdbc;

import dev.latchkey.testkit.store.ChangeFeedContract;

class PostgresChangeFeedTest extends ChangeFeedContract<JdbcTokenStore> {

    @Override
    protected JdbcTokenStore store() {
        return Database.POSTGRESQL.store();
    }
}
