package dev.latchkey.jdbc;

import dev.latchkey.testkit.model.StoreModelProperties;
import net.jqwik.api.Group;
import net.jqwik.api.PropertyDefaults;

/** Random sequences of operations on each database; few where each statement travels. */
class JdbcStoreModelProperties {

    @Group
    @PropertyDefaults(tries = 60)
    class H2 extends OnDatabase {
        H2() {
            super(Database.H2);
        }
    }

    @Group
    @PropertyDefaults(tries = 30)
    class Sqlite extends OnDatabase {
        Sqlite() {
            super(Database.SQLITE);
        }
    }

    @Group
    @PropertyDefaults(tries = 15)
    class PostgreSql extends OnDatabase {
        PostgreSql() {
            super(Database.POSTGRESQL);
        }
    }

    @Group
    @PropertyDefaults(tries = 15)
    class MariaDb extends OnDatabase {
        MariaDb() {
            super(Database.MARIADB);
        }
    }

    abstract static class OnDatabase extends StoreModelProperties<JdbcTokenStore> {

        private final Database database;

        OnDatabase(Database database) {
            this.database = database;
        }

        @Override
        protected JdbcTokenStore store() {
            return database.store();
        }
    }
}
