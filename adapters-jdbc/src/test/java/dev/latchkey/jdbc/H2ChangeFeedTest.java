package dev.latchkey.jdbc;

import dev.latchkey.testkit.store.ChangeFeedContract;

class H2ChangeFeedTest extends ChangeFeedContract<JdbcTokenStore> {

    @Override
    protected JdbcTokenStore store() {
        return Database.H2.store();
    }
}
