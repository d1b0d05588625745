package dev.latchkey.resilience;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.resilience.Operation.Kind;
import dev.latchkey.resilience.Operation.Outcome;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.UnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Issues tokens, hands them to the nodes, and revokes them; several threads may step at once. */
final class Traffic {

    private static final String OWNER = "workspaces/acme";
    private static final int LIVE = 12;
    private static final long LONGEST_REST = TimeUnit.MILLISECONDS.toNanos(120);
    private static final long BETWEEN_TRIES = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long WATCHED_BEYOND_THE_BOUND = TimeUnit.MILLISECONDS.toNanos(700);

    private final AccessTokens tokens;
    private final List<NodeProcess> nodes;
    private final HistoryChecker checker;
    private final long watchedAfterwards;
    private final Map<TokenId, Long> liveSince = new ConcurrentHashMap<>();
    /** Kept for ever: a node that was paused still verifies what the others have left long ago. */
    private final Map<TokenId, Long> revokedAt = new ConcurrentHashMap<>();

    private final DelayQueue<Leaving> leaving = new DelayQueue<>();
    private final LongAdder revocations = new LongAdder();
    private final LongAdder awaited = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    /** Who puts the database back to an older copy writes; who changes it reads. */
    private final ReadWriteLock history = new ReentrantReadWriteLock();

    Traffic(AccessTokens tokens, List<NodeProcess> nodes, Duration bound, HistoryChecker checker) {
        this.tokens = tokens;
        this.nodes = nodes;
        this.checker = checker;
        this.watchedAfterwards = bound.toNanos() + WATCHED_BEYOND_THE_BOUND;
    }

    /** A revoked token that need not be watched from then on. */
    private record Leaving(TokenId id, long at) implements Delayed {

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    long revocations() {
        return revocations.sum();
    }

    long awaited() {
        return awaited.sum();
    }

    /** {@return how many tries to revoke failed in a way that left open whether they did} */
    long unknown() {
        return unknown.sum();
    }

    /** Issues one, and revokes one if there are enough. */
    void step(Random random) {
        history.readLock().lock();
        try {
            issue();
            if (liveSince.size() > LIVE) {
                List<TokenId> live = List.copyOf(liveSince.keySet());
                TokenId chosen = live.get(random.nextInt(live.size()));
                if (liveSince.remove(chosen) != null) {
                    revoke(chosen, random.nextInt(5) == 0);
                }
            }
        } finally {
            history.readLock().unlock();
        }
        for (Leaving done = leaving.poll(); done != null; done = leaving.poll()) {
            String id = done.id().toString();
            nodes.forEach(node -> node.leave(id));
        }
        LockSupport.parkNanos((long) (random.nextDouble() * LONGEST_REST));
    }

    private void issue() {
        long invoked = System.nanoTime();
        try {
            IssuedToken issued = tokens.issuer()
                    .issue(IssueRequest.forOwner(OWNER)
                            .grantedByTheService()
                            .describedAs("history")
                            .withScopes("workspace:read")
                            .expiringAfter(Duration.ofDays(30)));
            TokenId id = issued.id();
            checker.add(driver(Kind.ISSUE, id, invoked, Outcome.DONE));
            liveSince.put(id, invoked);
            nodes.forEach(node -> node.watch(id.toString(), issued.reveal()));
        } catch (UnavailableException e) {
            // Nobody was told its text.
        }
    }

    private static Operation driver(Kind kind, TokenId id, long invoked, Outcome outcome) {
        return new Operation(Operation.DRIVER, kind, id.toString(), invoked, System.nanoTime(), outcome);
    }

    /** Until it is confirmed: that a revocation failed does not say that it was not done. */
    private void revoke(TokenId id, boolean await) {
        Kind kind = await ? Kind.REVOKE_AND_AWAIT : Kind.REVOKE;
        revokedAt.put(id, System.nanoTime());
        while (true) {
            long invoked = System.nanoTime();
            try {
                // What is told before it is done cannot be told too late.
                checker.add(new Operation(Operation.DRIVER, kind, id.toString(), invoked, invoked, Outcome.UNKNOWN));
                Nodes.revoke(tokens, id, await);
                checker.add(driver(kind, id, invoked, Outcome.DONE));
                break;
            } catch (UnavailableException e) {
                unknown.increment();
                LockSupport.parkNanos(BETWEEN_TRIES);
            }
        }
        revocations.increment();
        if (await) {
            awaited.increment();
        }
        leaving.add(new Leaving(id, System.nanoTime() + watchedAfterwards));
    }

    /** {@return when the copy was taken, while nothing was written} */
    long copy(OldCopy copy) throws SQLException {
        history.writeLock().lock();
        try {
            copy.take();
            return System.nanoTime();
        } finally {
            history.writeLock().unlock();
        }
    }

    /** Puts a copy back: what was issued since is lost, what was revoked since is so no longer. */
    void putBack(OldCopy copy, long takenAt) throws SQLException {
        history.writeLock().lock();
        try {
            revokedAt.forEach((id, at) -> {
                if (at >= takenAt) {
                    checker.forget(id.toString());
                }
            });
            List<TokenId> lost = liveSince.entrySet().stream()
                    .filter(live -> live.getValue() >= takenAt)
                    .map(Map.Entry::getKey)
                    .toList();
            long invoked = System.nanoTime();
            lost.forEach(id -> checker.add(
                    new Operation(Operation.DRIVER, Kind.LOSE, id.toString(), invoked, invoked, Outcome.UNKNOWN)));
            lost.forEach(liveSince::remove);
            copy.putBack();
            copy.changeState();
            lost.forEach(id -> checker.add(driver(Kind.LOSE, id, invoked, Outcome.DONE)));
            lost.forEach(id -> leaving.add(new Leaving(id, System.nanoTime() + watchedAfterwards)));
        } finally {
            history.writeLock().unlock();
        }
    }
}
