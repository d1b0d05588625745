package dev.latchkey.spring.autoconfigure;

import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.spring.LatchkeyConfigurationException;
import dev.latchkey.spring.LatchkeyProperties;
import dev.latchkey.token.TokenId;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/** Creates the tables if configured, and verifies before the service starts that they can be read. */
final class TokenSchema {

    /** An id that no token has; the query only verifies that the tables can be read. */
    private static final Set<TokenId> NOBODY = Set.of(TokenId.of(0, 0));

    private TokenSchema() {}

    static TokenSchema createdIn(TokenDataSource source, LatchkeyProperties.Jdbc jdbc) {
        DatabaseInitializationMode mode = jdbc.initializeSchema();
        if (mode == DatabaseInitializationMode.ALWAYS
                || (mode == DatabaseInitializationMode.EMBEDDED
                        && EmbeddedDatabaseConnection.isEmbedded(source.raw()))) {
            try {
                JdbcSchema.createIfMissing(source.raw(), jdbc.tablePrefix());
            } catch (TokenStoreException | IllegalArgumentException e) {
                throw new LatchkeyConfigurationException(
                        "The tables for tokens could not be created: " + e.getMessage() + ".",
                        "Look at the cause. If the user may not create tables, run the script"
                                + " dev/latchkey/jdbc/schema/…/V1__latchkey.sql of latchkey-jdbc by Flyway, Liquibase or"
                                + " hand, and set latchkey.jdbc.initialize-schema=never.",
                        e);
            }
        }
        return new TokenSchema();
    }

    /**
     * {@return the store, after a read of its tables succeeded}
     *
     * @param built builds the store
     */
    JdbcTokenStore checked(Supplier<JdbcTokenStore> built) {
        try {
            JdbcTokenStore store = built.get();
            store.findCommitted(NOBODY, null);
            return store;
        } catch (IllegalArgumentException e) {
            throw new LatchkeyConfigurationException(
                    "Tokens cannot be stored in this database as it is set: " + e.getMessage() + ".",
                    "Change what the message names; docs/storage.md has the settings of each database.",
                    e);
        } catch (TokenStoreException e) {
            throw new LatchkeyConfigurationException(
                    "The tables for tokens cannot be read: " + e.getMessage() + ".",
                    "If they do not exist, run the script dev/latchkey/jdbc/schema/…/V1__latchkey.sql of latchkey-jdbc by"
                            + " Flyway, Liquibase or hand, or set latchkey.jdbc.initialize-schema=always. If the database"
                            + " cannot be reached, look at the cause.",
                    e);
        }
    }
}
