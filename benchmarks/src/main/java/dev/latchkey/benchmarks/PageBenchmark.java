package dev.latchkey.benchmarks;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.page.AccessPage;
import dev.latchkey.page.Brand;
import dev.latchkey.page.PageHost;
import dev.latchkey.page.PageRequest;
import dev.latchkey.page.PageResponse;
import dev.latchkey.page.Viewer;
import dev.latchkey.page.Visit;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenUse;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The list of the Access Management page with 50 rows, from the request to the bytes; the store is in memory. Each trial
 * also prints the median of the processor time of a page, which other load on the machine does not change.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PageBenchmark {

    private static final String OWNER = "workspaces/acme";
    private static final int ROWS = 50;
    private static final PageRequest LIST = PageRequest.of("GET", "/", "", Map.of());
    private static final PageRequest FILTERED =
            PageRequest.of("GET", "/", "q=export&within=365&only=unused&sort=use", Map.of());

    private static final ScopeCatalog CATALOG = ScopeCatalog.builder()
            .group("Workspace")
            .permission("workspace", "Everything in the workspace")
            .permission("workspace:read", "See the workspace")
            .permission("workspace:write", "Change the workspace")
            .implies("workspace:read")
            .permission("sources:read", "See where events come from")
            .build();

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long[] processorTimes = new long[1 << 20];
    private int measured;
    private AccessPage page;

    /** Identifies everybody as the owner. */
    private static final class Host implements PageHost {
        @Override
        public Optional<Visit> visit(PageRequest request) {
            Viewer viewer = new Viewer("users/ann", "Ann", ZoneId.of("Europe/Berlin"), Locale.ENGLISH);
            return Optional.of(
                    Visit.of(viewer, OWNER).creating(ScopeSet.parse("*")).managing());
        }

        @Override
        public PageResponse answerToNobody(PageRequest request) {
            return PageResponse.redirect("/");
        }

        @Override
        public Brand brand() {
            return Brand.named("Example");
        }
    }

    /** Issues the tokens; every second one was used. */
    @Setup
    public void setUp() {
        InMemoryTokenStore store = new InMemoryTokenStore();
        AccessTokens tokens = AccessTokens.builder(store)
                .prefix("bench")
                .scopePolicy(CATALOG)
                .recordingUses(Duration.ofDays(1))
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .build();
        ScopeSet used = ScopeSet.parse("workspace:read@workspaces/acme");
        for (int i = 0; i < 2 * ROWS; i++) {
            IssuedToken token = tokens.issuer()
                    .issue(IssueRequest.forOwner(OWNER)
                            .describedAs("Nightly export to the warehouse, number " + i)
                            .withScopes("workspace:write@workspaces/acme", "sources:read@workspaces/acme")
                            .grantedBy("users/ann", ScopeSet.parse("*")));
            if (i % 2 == 0) {
                store.recordUse(List.of(new TokenUse(token.id(), Instant.now(), used)));
            }
        }
        page = AccessPage.of(tokens, CATALOG, new Host());
    }

    private PageResponse measured(PageRequest request) {
        long before = threads.getCurrentThreadCpuTime();
        PageResponse response = page.handle(request);
        processorTimes[measured++ & (processorTimes.length - 1)] = threads.getCurrentThreadCpuTime() - before;
        return response;
    }

    /** {@return the first page} */
    @Benchmark
    public PageResponse list() {
        return measured(LIST);
    }

    /** {@return a page of what was searched} */
    @Benchmark
    public PageResponse filteredList() {
        return measured(FILTERED);
    }

    /** Prints the median of the processor time. */
    @TearDown
    public void report() {
        long[] times = Arrays.copyOf(processorTimes, Math.min(measured, processorTimes.length));
        Arrays.sort(times);
        System.out.printf(
                Locale.ROOT,
                "%nprocessor time of a page: median %.2f ms, 99th percentile %.2f ms, %d pages%n",
                times[times.length / 2] / 1e6,
                times[times.length * 99 / 100] / 1e6,
                times.length);
    }
}
