package dev.latchkey.resilience;

import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.jdbc.Database;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.port.TokenStore;
import org.junit.jupiter.api.Nested;

/** The life of tokens, by the model and in races, on each kind of store; RocksDB's is beside that example. */
class LifeTest {

    private static TokenStore store(Database database) {
        String prefix = Database.newPrefix();
        JdbcSchema.createIfMissing(database.dataSource(), prefix);
        return database.builder(prefix).build();
    }

    @Nested
    class ModelInMemory extends LifeModelContract {
        @Override
        protected TokenStore store() {
            return new InMemoryTokenStore();
        }
    }

    @Nested
    class ModelOnH2 extends LifeModelContract {
        @Override
        protected TokenStore store() {
            return LifeTest.store(Database.H2);
        }
    }

    @Nested
    class ModelOnPostgreSql extends LifeModelContract {
        @Override
        protected TokenStore store() {
            return LifeTest.store(Database.POSTGRESQL);
        }
    }

    @Nested
    class RacesInMemory extends LifeRacesContract {
        @Override
        protected TokenStore store() {
            return new InMemoryTokenStore();
        }
    }

    @Nested
    class RacesOnH2 extends LifeRacesContract {
        @Override
        protected TokenStore store() {
            return LifeTest.store(Database.H2);
        }
    }

    @Nested
    class RacesOnPostgreSql extends LifeRacesContract {
        @Override
        protected TokenStore store() {
            return LifeTest.store(Database.POSTGRESQL);
        }
    }

    @Nested
    class RacesOnMariaDb extends LifeRacesContract {
        @Override
        protected TokenStore store() {
            return LifeTest.store(Database.MARIADB);
        }
    }

    @Nested
    class HousekeepingInMemory extends HousekeepingRacesContract {
        @Override
        protected TokenStore store() {
            return new InMemoryTokenStore();
        }
    }

    @Nested
    class HousekeepingOnH2 extends HousekeepingRacesContract {
        @Override
        protected TokenStore store() {
            return LifeTest.store(Database.H2);
        }
    }

    @Nested
    class HousekeepingOnPostgreSql extends HousekeepingRacesContract {
        @Override
        protected TokenStore store() {
            return LifeTest.store(Database.POSTGRESQL);
        }
    }

    @Nested
    class HousekeepingOnMariaDb extends HousekeepingRacesContract {
        @Override
        protected TokenStore store() {
            return LifeTest.store(Database.MARIADB);
        }
    }
}
