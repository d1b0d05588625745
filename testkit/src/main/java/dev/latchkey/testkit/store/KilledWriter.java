package dev.latchkey.testkit.store;

import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A program that lists what a store contains, then inserts, revokes, replaces and deletes until it is killed, and prints each
 * write when the store has acknowledged it.
 */
final class KilledWriter {

    static final String READY = "ready";
    static final String INSERTED = "inserted";
    static final String REVOKED = "revoked";
    static final String REPLACED = "replaced";
    static final String SWEPT = "swept";

    /** Enough for rows of different ages, and few enough for a short list. */
    private static final int FEWEST_LIVE = 20;

    private static final Instant REVOKED_AT = TokenRecords.ISSUED;

    /** A sweep deletes all revoked tokens in one write. */
    private static final int LARGEST_SWEEP = 500;

    private final TokenStore store;
    private final PrintStream out;
    private final Random random = new Random();
    private final List<TokenId> live = new ArrayList<>();
    private final List<TokenRecord> ended = new ArrayList<>();
    private final int largestSweep;

    private KilledWriter(TokenStore store, PrintStream out) {
        this.store = store;
        this.out = out;
        this.largestSweep = Math.min(LARGEST_SWEEP, store.maximumWrites());
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }

    private void printWhatIsThere() {
        TokenQuery query = TokenQuery.all().limit(TokenQuery.MAX_LIMIT);
        for (TokenPage page = store.list(query); ; page = store.list(query.after(page.next()))) {
            for (TokenPage.Entry entry : page.entries()) {
                TokenRecord record = entry.record();
                boolean revoked = record.lifecycle().revokedAt() != null;
                print(record.id() + " " + revoked);
                if (revoked) {
                    ended.add(record);
                } else {
                    live.add(record.id());
                }
            }
            if (page.next() == null) {
                break;
            }
        }
        print(READY);
    }

    private void write() {
        int choice = live.size() < FEWEST_LIVE ? 0 : ended.size() == largestSweep ? 9 : random.nextInt(10);
        if (choice < 4) {
            TokenRecord record = TokenRecords.ordinary().build();
            require(StoreWrites.insert(store, record));
            live.add(record.id());
            print(INSERTED + " " + record.id());
        } else if (choice < 7) {
            TokenRecord revoked = revoke();
            require(StoreWrites.update(store, revoked));
            ended.add(revoked);
            print(REVOKED + " " + revoked.id());
        } else if (choice < 9) {
            TokenRecord revoked = revoke();
            TokenRecord successor = TokenRecords.ordinary().build();
            require(StoreWrites.replace(store, revoked, successor));
            live.add(successor.id());
            ended.add(revoked);
            print(REPLACED + " " + revoked.id() + " " + successor.id());
        } else {
            require(store.write(ended.stream().<Write>map(Write.Delete::new).toList()));
            ended.clear();
            print(SWEPT);
        }
    }

    private TokenRecord revoke() {
        TokenId id = live.remove(random.nextInt(live.size()));
        return store.find(id).orElseThrow().withRevoked(REVOKED_AT, "leaked");
    }

    private static void require(boolean done) {
        if (!done) {
            throw new IllegalStateException("a write was refused although nobody else writes");
        }
    }

    /** Writes until it is killed: {@code <name of the contract's subclass> <folder>}. */
    public static void main(String[] arguments) throws Exception {
        Constructor<?> constructor = Class.forName(arguments[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        KilledWriterContract contract = (KilledWriterContract) constructor.newInstance();
        TokenStore store = contract.open(Path.of(arguments[1]));
        KilledWriter writer = new KilledWriter(
                store, new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.US_ASCII));
        writer.printWhatIsThere();
        while (!Thread.currentThread().isInterrupted()) {
            writer.write();
        }
    }
}
