package dev.latchkey.example.store;

import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.store.KilledWriterContract;
import java.nio.file.Path;
import java.time.Duration;

/** {@code -Dlatchkey.file-kills} and {@code -Dlatchkey.file-seconds} set how often, and the age that the files reach. */
class RocksKilledWriterTest extends KilledWriterContract {

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
        return RocksStores.open(directory.resolve("tokens"));
    }
}
