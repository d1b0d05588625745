package dev.latchkey.example.store;

import dev.latchkey.keyvalue.KeyValueTokenStore;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenRecord;
import java.nio.file.Path;

/**
 * Inserts, revokes and replaces until it is killed, and prints what was acknowledged: where the feed began
 * ({@code P <position>}), {@code I <id>}, {@code R <id>} and {@code S <old id> <new id>}.
 */
final class RocksWriter {

    private RocksWriter() {}

    private static void acknowledge(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** Writes to the store in a folder. */
    public static void main(String[] arguments) {
        try (KeyValueTokenStore store = RocksStores.open(Path.of(arguments[0]))) {
            acknowledge("P " + store.position().text());
            while (!Thread.currentThread().isInterrupted()) {
                TokenRecord revoked = insert(store);
                StoreWrites.update(store, revoked.withRevoked(TokenRecords.ISSUED, "leaked"));
                acknowledge("R " + revoked.id());
                TokenRecord rotated = insert(store);
                TokenRecord successor = TokenRecords.ordinary().build();
                StoreWrites.replace(store, rotated.withRevoked(TokenRecords.ISSUED, "rotated"), successor);
                acknowledge("S " + rotated.id() + " " + successor.id());
            }
        }
    }

    private static TokenRecord insert(KeyValueTokenStore store) {
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(store, record);
        acknowledge("I " + record.id());
        return record;
    }
}
