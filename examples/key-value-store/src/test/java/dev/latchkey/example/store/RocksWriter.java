package dev.latchkey.example.store;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenRecord;
import java.nio.file.Path;

/**
 * Inserts, revokes and replaces for ever, and tells what was acknowledged: where the feed began ({@code P <number>
 * <nonce>}), {@code I <id>}, {@code R <id>} and {@code S <old id> <new id>}. It is meant to be killed.
 */
final class RocksWriter {

    private RocksWriter() {}

    private static void acknowledge(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** Writes to the store in a folder. */
    public static void main(String[] arguments) {
        try (RocksTokenStore store = new RocksTokenStore(Path.of(arguments[0]))) {
            FeedPosition start = store.position();
            acknowledge("P " + start.sequence() + " " + start.nonce());
            while (!Thread.currentThread().isInterrupted()) {
                TokenRecord revoked = insert(store);
                store.update(revoked.withRevoked(TokenRecords.ISSUED, "leaked"));
                acknowledge("R " + revoked.id());
                TokenRecord rotated = insert(store);
                TokenRecord successor = TokenRecords.ordinary().build();
                store.replace(rotated.withRevoked(TokenRecords.ISSUED, "rotated"), successor);
                acknowledge("S " + rotated.id() + " " + successor.id());
            }
        }
    }

    private static TokenRecord insert(RocksTokenStore store) {
        TokenRecord record = TokenRecords.ordinary().build();
        store.insert(record);
        acknowledge("I " + record.id());
        return record;
    }
}
