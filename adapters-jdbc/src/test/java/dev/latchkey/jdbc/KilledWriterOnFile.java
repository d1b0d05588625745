package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.store.KilledWriterContract;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a database that is a file keeps when its process is killed. {@code -Dlatchkey.file-kills} and {@code
 * -Dlatchkey.file-seconds} set how often that happens, and the age that the file reaches.
 */
abstract class KilledWriterOnFile extends KilledWriterContract {

    private final Database database;

    KilledWriterOnFile(Database database) {
        this.database = database;
    }

    @Override
    protected int kills() {
        return Integer.getInteger("latchkey.file-kills", 5);
    }

    @Override
    protected Duration age() {
        return Duration.ofSeconds(Integer.getInteger("latchkey.file-seconds", 8));
    }

    @Override
    protected TokenStore open(Path directory) {
        var source = database.open(database.url(directory.resolve("tokens")));
        JdbcSchema.createIfMissing(source);
        return JdbcTokenStore.builder(source).dialect(database.dialect()).build();
    }
}
