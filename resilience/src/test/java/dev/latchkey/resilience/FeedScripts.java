package dev.latchkey.resilience;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssuedToken;
import dev.latchkey.jdbc.CallersTransaction;
import dev.latchkey.jdbc.Intercepted;
import dev.latchkey.jdbc.JdbcTokenStoreBuilder;
import dev.latchkey.port.Write;
import dev.latchkey.token.UnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** What the feed must tell, and what must not be taken for silence. */
final class FeedScripts {

    private static final Instant FAR_FUTURE = Instant.parse("2999-01-01T00:00:00Z");

    private static final Set<String> DONE_BY_THE_LIVING = Set.of("getConnection", "prepareStatement");

    private FeedScripts() {}

    /** It revoked, and nobody was told; whoever revokes again is told that it is done. */
    static void aWriterThatDiesAfterItsCommit(ScriptedNode node) {
        IssuedToken token = node.held();
        AtomicBoolean dead = new AtomicBoolean();
        AccessTokens dying = node.writingThrough(Intercepted.dataSource(node.database(), call -> {
            if (dead.get() && DONE_BY_THE_LIVING.contains(call.method())) {
                throw new SQLException("it is dead", "08006");
            }
            Object result = call.proceed();
            dead.compareAndSet(false, call.method().equals("commit"));
            return result;
        }));
        try {
            dying.all().revoke(token.id(), "leaked");
        } catch (UnavailableException e) {
            // Nobody knows whether it is revoked.
        }
        node.revoke(token);

        node.pollsGoOn();

        node.refuses(token);
    }

    /** Of two revocations under way at once, the one that began first is committed last. */
    static void aCommitThatComesLate(ScriptedNode node) throws Exception {
        IssuedToken first = node.held();
        IssuedToken second = node.held();
        CountDownLatch before = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AccessTokens slow = node.writingThrough(stallingAtCommit(node.database(), before, goOn));
        Thread slowly = ScriptedNode.start(() -> slow.all().revoke(first.id(), "leaked"));
        before.await();
        Thread quickly = ScriptedNode.start(() -> node.revoke(second));
        // It comes through only if nothing keeps the two in order.
        quickly.join(300);
        node.feed().step();
        goOn.countDown();
        slowly.join();
        quickly.join();

        node.pollsGoOn();

        node.refuses(first);
    }

    private static DataSource stallingAtCommit(DataSource source, CountDownLatch before, CountDownLatch goOn) {
        AtomicBoolean updated = new AtomicBoolean();
        return Intercepted.dataSource(source, call -> {
            boolean updates = call.method().equals("prepareStatement")
                    && String.valueOf(call.arguments()[0]).contains("UPDATE " + ScriptedNode.PREFIX + "tokens");
            updated.compareAndSet(false, updates);
            if (updated.get() && call.method().equals("commit")) {
                before.countDown();
                goOn.await();
            }
            return call.proceed();
        });
    }

    static void aFeedThatWasTrimmed(ScriptedNode node) {
        IssuedToken token = node.held();
        node.revoke(token);
        node.revoke(node.held());
        node.store().trim(FAR_FUTURE, 10_000);

        node.pollsGoOn();

        node.refuses(token);
    }

    static void anOldCopyOfTheDatabase(ScriptedNode node) throws SQLException {
        OldCopy copy = new OldCopy(node.database(), ScriptedNode.PREFIX);
        copy.take();
        IssuedToken token = node.held();
        node.revoke(node.held());
        node.feed().step();
        copy.putBack();

        node.pollsGoOn();

        node.refuses(token);
    }

    /** {@return how a node is set up whose writes join a transaction, which has read and goes on} */
    static UnaryOperator<JdbcTokenStoreBuilder> withinATransaction(DataSource database) throws SQLException {
        Connection transaction = database.getConnection();
        transaction.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        CallersTransaction callers = new CallersTransaction(transaction);
        return builder -> callers.joins(builder, database);
    }

    static void aTransactionOfTheCallers(ScriptedNode node) {
        IssuedToken token = node.held();
        node.tokens().all().find(token.id());
        node.feed().step();
        node.revoke(token);

        node.pollsGoOn();

        node.refuses(token);
    }

    static void allOfAnOwner(ScriptedNode node) {
        List<IssuedToken> all = Stream.generate(node::held).limit(5).toList();
        node.other().ownedBy(ScriptedNode.OWNER).revokeAll("the owner left");

        node.pollsGoOn();

        all.forEach(node::refuses);
    }

    static void recordsFromACopyThatIsBehind(ScriptedNode node) throws SQLException {
        IssuedToken token = node.held();
        node.recordsComeFrom(OldCopy.apart(node.database(), ScriptedNode.PREFIX));
        node.revoke(token);

        node.pollsGoOn();

        node.refuses(token);
    }

    /** Its successor has the revocation, which it never shows. */
    static void aPrimaryThatWasReplaced(ScriptedNode node) {
        node.awaitLease();
        IssuedToken token = node.held();
        node.storeIsReplaced();

        node.pollsGoOn();

        node.refuses(token);
    }

    /** The standby acknowledged it before it was promoted, and the old primary stood still before it noticed. */
    static void anEntryThatIsShownLate(ScriptedNode node) {
        node.awaitLease();
        IssuedToken token = node.held();
        node.storeIsReplaced();
        node.advance(2 * ScriptedNode.BOUND.toMillis());
        node.feed().step();
        node.store().write(List.of(new Write.Mark(node.store().position())));

        node.feed().step();

        node.refuses(token);
    }

    static void allBeforeATime(ScriptedNode node) {
        IssuedToken token = node.held();
        node.other().administration().rejectIssuedBefore(node.wall().instant().plus(Duration.ofSeconds(1)));

        node.pollsGoOn();

        node.refuses(token);
    }
}
