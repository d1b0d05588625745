package dev.latchkey.resilience;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Verification.Verified;
import dev.latchkey.resilience.Operation.Kind;
import dev.latchkey.resilience.Operation.Outcome;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.UnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Issues tokens, hands them to the nodes, and ends them: by revoking, disabling or cutting them off, or by revoking the token
 * that issued them. Some are rotated before. Several threads may step at once.
 */
final class Traffic {

    private static final String OWNER = "workspaces/acme";
    private static final int LIVE = 12;
    private static final int STEPS_BETWEEN_CUT_OFFS = 200;
    private static final long LONGEST_REST = TimeUnit.MILLISECONDS.toNanos(120);
    private static final long BETWEEN_TRIES = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long WATCHED_BEYOND_THE_BOUND = TimeUnit.MILLISECONDS.toNanos(700);

    private final AccessTokens tokens;
    private final List<NodeProcess> nodes;
    private final HistoryChecker checker;
    private final long watchedAfterwards;
    private final Map<TokenId, Long> liveSince = new ConcurrentHashMap<>();
    private final Map<TokenId, TokenId> parents = new ConcurrentHashMap<>();
    private final Set<TokenId> endedParents = ConcurrentHashMap.newKeySet();
    private final Map<TokenId, Instant> issuedAt = new ConcurrentHashMap<>();
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

    /** Issues one, and ends one if there are enough; seldom all. */
    void step(Random random) {
        if (random.nextInt(STEPS_BETWEEN_CUT_OFFS) == 0) {
            cutOff();
        }
        history.readLock().lock();
        try {
            issue(random);
            if (liveSince.size() > LIVE) {
                List<TokenId> live = List.copyOf(liveSince.keySet());
                TokenId chosen = live.get(random.nextInt(live.size()));
                if (random.nextInt(4) == 0) {
                    rotate(chosen);
                }
                if (liveSince.remove(chosen) != null) {
                    end(chosen, ending(chosen, random));
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

    private void issue(Random random) {
        long invoked = System.nanoTime();
        try {
            if (random.nextInt(4) == 0) {
                IssuedToken parent = tokens.issuer().issue(request().grantedByTheService());
                if (tokens.verifier().verify(parent.reveal()) instanceof Verified verified) {
                    IssuedToken child = tokens.issuer()
                            .issue(request().expiringAfter(Duration.ofDays(20)).grantedBy(verified.token()));
                    parents.put(child.id(), parent.id());
                    watch(child, invoked);
                }
            } else {
                watch(tokens.issuer().issue(request().grantedByTheService()), invoked);
            }
        } catch (UnavailableException e) {
            // Nobody was told its text.
        }
    }

    private static IssueRequest request() {
        return IssueRequest.forOwner(OWNER)
                .describedAs("history")
                .withScopes("workspace:read")
                .expiringAfter(Duration.ofDays(30));
    }

    private void watch(IssuedToken issued, long invoked) {
        TokenId id = issued.id();
        checker.add(driver(Kind.ISSUE, id, invoked, Outcome.DONE));
        issuedAt.put(id, issued.stored().issuedAt());
        liveSince.put(id, invoked);
        nodes.forEach(node -> node.watch(id.toString(), issued.reveal()));
    }

    /** Both tokens are live until the overlap ends, which is later than the run, also by a node's clock that is off. */
    private void rotate(TokenId id) {
        long invoked = System.nanoTime();
        try {
            tokens.all().rotate(id, Duration.ofDays(10)).ifPresent(rotated -> {
                TokenId parent = parents.get(id);
                if (parent != null) {
                    parents.put(rotated.successor().id(), parent);
                }
                watch((IssuedToken) rotated.successor(), invoked);
                if (parent != null && endedParents.contains(parent)) {
                    leaveUnlessEnded(rotated.successor().id());
                }
            });
        } catch (UnavailableException | IllegalStateException e) {
            // It was rotated already, or nobody was told the successor's text.
        }
    }

    /** A thread that ended its parent meanwhile has not seen it, so its state is unknown. */
    private void leaveUnlessEnded(TokenId successor) {
        if (liveSince.remove(successor) != null) {
            checker.forget(successor.toString());
            nodes.forEach(node -> node.leave(successor.toString()));
        }
    }

    private Kind ending(TokenId id, Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Kind.REVOKE_AND_AWAIT;
            case 1 -> Kind.DISABLE;
            case 2 -> parents.containsKey(id) ? Kind.REVOKE_PARENT : Kind.REVOKE;
            default -> Kind.REVOKE;
        };
    }

    private static Operation driver(Kind kind, TokenId id, long invoked, Outcome outcome) {
        return new Operation(Operation.DRIVER, kind, id.toString(), invoked, System.nanoTime(), outcome);
    }

    private void end(TokenId id, Kind kind) {
        TokenId parent = parents.get(id);
        Set<TokenId> ended = new HashSet<>(Set.of(id));
        if (kind == Kind.REVOKE_PARENT) {
            endedParents.add(parent);
            // A rotated child and its successor have one parent.
            parents.forEach((child, other) -> {
                if (other.equals(parent) && liveSince.remove(child) != null) {
                    ended.add(child);
                }
            });
        }
        confirm(kind, ended, () -> Nodes.end(tokens, kind, id, parent));
        if (kind == Kind.REVOKE_AND_AWAIT) {
            awaited.increment();
        }
    }

    /** Ends all tokens that were issued before now. Nobody issues or ends one meanwhile. */
    private void cutOff() {
        history.writeLock().lock();
        try {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            Set<TokenId> ended = new HashSet<>(liveSince.keySet());
            ended.removeIf(id -> !issuedAt.get(id).isBefore(now));
            liveSince.keySet().removeAll(ended);
            confirm(Kind.CUT_OFF, ended, () -> tokens.administration().rejectIssuedBefore(now));
        } finally {
            history.writeLock().unlock();
        }
    }

    /** Until it is confirmed: that it failed does not say that it was not done. */
    private void confirm(Kind kind, Set<TokenId> ended, Runnable ending) {
        long began = System.nanoTime();
        ended.forEach(id -> revokedAt.put(id, began));
        while (true) {
            long invoked = System.nanoTime();
            try {
                // What is told before it is done cannot be told too late.
                ended.forEach(id -> checker.add(
                        new Operation(Operation.DRIVER, kind, id.toString(), invoked, invoked, Outcome.UNKNOWN)));
                ending.run();
                ended.forEach(id -> checker.add(driver(kind, id, invoked, Outcome.DONE)));
                break;
            } catch (UnavailableException e) {
                unknown.increment();
                LockSupport.parkNanos(BETWEEN_TRIES);
            }
        }
        revocations.add(ended.size());
        ended.forEach(id -> leaving.add(new Leaving(id, System.nanoTime() + watchedAfterwards)));
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
