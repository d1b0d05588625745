package dev.latchkey.resilience;

import dev.latchkey.AccessTokens;
import dev.latchkey.AccessTokensBuilder;
import dev.latchkey.IssuePolicy;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Verification.Verified;
import dev.latchkey.jdbc.Database;
import dev.latchkey.jdbc.Intercepted;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.jdbc.JdbcTokenStoreBuilder;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.resilience.Violation.Rule;
import dev.latchkey.testkit.SettableClock;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.token.UnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A node that holds records, whose clocks, feed and store obey a script, and another one beside it that reads each time. */
final class ScriptedNode implements AutoCloseable {

    static final String OWNER = "workspaces/acme";
    static final Duration BOUND = Duration.ofMillis(100);
    static final String PREFIX = "scripted_";

    /** Set if the database has to be prepared before the node reads it. */
    interface Preparation {
        UnaryOperator<JdbcTokenStoreBuilder> prepare(DataSource database) throws Exception;
    }

    private final DataSource database = Database.h2("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    private final SettableClock wall = SettableClock.at(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    private final AtomicLong monotonic = new AtomicLong();
    private final Seams seams;
    private final JdbcTokenStore store;
    private final StepFeed feed;
    private final AccessTokens other;
    private final AccessTokens tokens;
    private volatile DataSource records = database;
    private volatile boolean away;
    private volatile boolean replaced;
    private volatile Runnable afterRead = () -> {};

    ScriptedNode(Seams seams, Preparation preparation, boolean heartbeats) throws Exception {
        this.seams = seams;
        JdbcSchema.createIfMissing(database, PREFIX);
        recordBound(storeOn(database, builder -> builder));
        this.store = storeOn(seams.writers().apply(database), builder -> builder);
        this.other = reading(store);
        UnaryOperator<JdbcTokenStoreBuilder> preparing = preparation.prepare(database);
        DataSource raw = Intercepted.dataSource(
                database, call -> call.method().equals("getConnection") ? records.getConnection() : call.proceed());
        JdbcTokenStore own = storeOn(raw, builder -> preparing.apply(builder.feedSource(database)));
        this.feed = new StepFeed(own);
        AccessTokensBuilder builder = AccessTokens.builder(seams.store().apply(hooked(own)))
                .withoutPrefix()
                .hasher(seams.hasher().apply(Node.CHEAP))
                .clock(seams.wall().apply(wall))
                .nanoTime(seams.monotonic().apply(monotonic::get))
                .revocationWithin(BOUND, seams.feed().apply(feed));
        this.tokens = (heartbeats ? builder.requiringHeartbeats() : builder).build();
        feed.awaitNext();
    }

    private static void recordBound(JdbcTokenStore store) {
        StoreWrites.updateState(store, store.findCommitted(Set.of()).state().withRevocationBound(BOUND));
    }

    private static JdbcTokenStore storeOn(DataSource source, UnaryOperator<JdbcTokenStoreBuilder> setting) {
        return setting.apply(JdbcTokenStore.builder(source)
                        .dialect(Database.H2.dialect())
                        .tablePrefix(PREFIX))
                .build();
    }

    private TokenStore hooked(TokenStore target) {
        return (TokenStore) Proxy.newProxyInstance(
                ScriptedNode.class.getClassLoader(), new Class<?>[] {TokenStore.class}, (proxy, method, arguments) -> {
                    if (away) {
                        throw new TokenStoreException("it is said to be away");
                    }
                    if (replaced && method.getName().equals("write")) {
                        throw new TokenStoreException("no standby acknowledges it");
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        if (method.getName().equals("findCommitted")) {
                            afterRead.run();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private AccessTokens reading(TokenStore from) {
        return AccessTokens.builder(from)
                .withoutPrefix()
                .issuePolicy(IssuePolicy.standard().allowingTokensToIssue())
                .hasher(Node.CHEAP)
                .clock(wall)
                .build();
    }

    /** {@return another node that writes by way of this source} */
    AccessTokens writingThrough(DataSource source) {
        return reading(storeOn(seams.writers().apply(source), builder -> builder));
    }

    DataSource database() {
        return database;
    }

    JdbcTokenStore store() {
        return store;
    }

    StepFeed feed() {
        return feed;
    }

    AccessTokens other() {
        return other;
    }

    AccessTokens tokens() {
        return tokens;
    }

    SettableClock wall() {
        return wall;
    }

    /** Has the node read records from somewhere else than the feed. */
    void recordsComeFrom(DataSource source) {
        records = source;
    }

    void storeIsAway() {
        away = true;
    }

    /** From now on the store shows what it has, and takes no write. */
    void storeIsReplaced() {
        replaced = true;
    }

    void afterRead(Runnable happens) {
        afterRead = happens;
    }

    /** Both clocks. */
    void advance(long millis) {
        wall.advance(Duration.ofMillis(millis));
        advanceMonotonic(millis);
    }

    void advanceMonotonic(long millis) {
        monotonic.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    /** More time than the bound goes by, and the feed is read all the while, so that the lease holds. */
    void pollsGoOn() {
        for (int i = 0; i < 4; i++) {
            advance(40);
            feed.step();
        }
    }

    /** The feed is read until the node has a lease, for which it needs heartbeats. */
    void awaitLease() {
        while (tokens.statistics().records().feed().leaseAge().isEmpty()) {
            feed.step();
        }
    }

    /** {@return a token of the other node's, which this one holds} */
    IssuedToken held() {
        return held(Duration.ofDays(30));
    }

    IssuedToken held(Duration life) {
        IssuedToken issued = other.issuer()
                .issue(IssueRequest.forOwner(OWNER)
                        .grantedByTheService()
                        .describedAs("scripted")
                        .withScopes("workspace:read")
                        .expiringAfter(life));
        holds(issued.reveal());
        return issued;
    }

    /** Has a token held, and makes sure that it is: a script about memory shows nothing of a node that reads. */
    void holds(String text) {
        accepts(text);
        long hits = tokens.statistics().records().hits();
        if (!accepts(text) || tokens.statistics().records().hits() == hits) {
            throw new IllegalStateException("the token is not held");
        }
    }

    void revoke(IssuedToken token) {
        other.all().revoke(token.id(), "leaked");
    }

    boolean accepts(String text) {
        try {
            return tokens.verifier().verify(text) instanceof Verified;
        } catch (UnavailableException e) {
            return false;
        }
    }

    /** Sees that a token is not accepted any more. */
    void refuses(String text) {
        if (accepts(text)) {
            throw new AssertionError(Rule.S1 + ": accepted later than the bound after its end");
        }
    }

    void refuses(IssuedToken token) {
        refuses(token.reveal());
    }

    /** Sees that a token is refused that was refused before. */
    void stillRefuses(IssuedToken token) {
        if (accepts(token.reveal())) {
            throw new AssertionError(Rule.S2 + ": accepted after it was refused");
        }
    }

    /** Runs something in a thread of its own. */
    static Thread start(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** That the feed cannot be read is a part of every script, at its end at the latest. */
    private static final Logger QUIET = Logger.getLogger("dev.latchkey");

    static void run(Seams seams, Preparation preparation, boolean heartbeats, Script script) throws Exception {
        QUIET.setLevel(Level.OFF);
        try (ScriptedNode node = new ScriptedNode(seams, preparation, heartbeats)) {
            script.play(node);
        }
    }

    /** What happens to the node. */
    interface Script {
        void play(ScriptedNode node) throws Exception;
    }

    @Override
    public void close() {
        feed.end();
        tokens.close();
    }
}
