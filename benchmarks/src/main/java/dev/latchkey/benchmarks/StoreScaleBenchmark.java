package dev.latchkey.benchmarks;

import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenPage;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of a look-up and a page in PostgreSQL, with few tokens and with many: 100 for each owner, issued in turn.
 *
 * <p>Ten million take about 8 GB on disk, which are freed at the end, and some minutes to write.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(1)
public class StoreScaleBenchmark {

    private static final int TOKENS_PER_OWNER = 100;

    /** How many tokens the store has. */
    @Param({"10000", "10000000"})
    public int stored;

    private FilledPostgres database;

    /**
     * Fills the database.
     *
     * @throws Exception if it cannot be filled
     */
    @Setup
    public void prepare() throws Exception {
        database = new FilledPostgres(stored, "'workspaces/' || n.i % " + stored / TOKENS_PER_OWNER);
        if (lookUp().records().size() != 1 || page().entries().size() != 50) {
            throw new IllegalStateException("what was written is not found");
        }
    }

    /**
     * Stops the database.
     *
     * @throws IOException if it does not stop
     */
    @TearDown
    public void close() throws IOException {
        database.close();
    }

    /** One token, at random. */
    @Benchmark
    public Snapshot lookUp() {
        return database.store()
                .findCommitted(
                        Set.of(FilledPostgres.id(ThreadLocalRandom.current().nextInt(stored))));
    }

    /** The first fifty tokens of an owner, at random. */
    @Benchmark
    public TokenPage page() {
        return database.store().list(TokenQuery.all().ownedBy(owner()).limit(50));
    }

    /** The same, by their end. */
    @Benchmark
    public TokenPage pageByEnd() {
        return database.store()
                .list(TokenQuery.all()
                        .ownedBy(owner())
                        .orderedBy(TokenQuery.Order.END, Direction.ASCENDING)
                        .limit(50));
    }

    private String owner() {
        return "workspaces/" + ThreadLocalRandom.current().nextInt(stored / TOKENS_PER_OWNER);
    }
}
