package dev.latchkey.resilience;

import dev.latchkey.resilience.Operation.Outcome;
import dev.latchkey.resilience.Violation.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a history keeps the promises of revocation.
 *
 * <p>Operations may be told in any order. Of the verifications of one token on one node only the acceptance invoked last
 * and the refusals completed first are kept, because every rule that any of them breaks is broken by one of these. So a node
 * may leave out the others, and a long run fits into memory.
 *
 * <p>Thread-safe.
 */
final class HistoryChecker {

    private static final long RESUMPTION = TimeUnit.SECONDS.toNanos(5);
    /** Acceptances are remembered by themselves, for S5, one for each such time and node. */
    private static final long GRAIN = TimeUnit.MILLISECONDS.toNanos(100);

    private final long bound;
    private final Map<String, Token> tokens = new HashMap<>();
    private final Map<Integer, TreeSet<Long>> acceptances = new HashMap<>();
    private final List<Operation> unanswered = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<Violation> known = new ArrayList<>();
    private final Set<String> forgotten = new HashSet<>();
    private long end = Long.MIN_VALUE;

    HistoryChecker(Duration bound) {
        this.bound = bound.toNanos();
    }

    /** What is known of one token. */
    private static final class Token {

        final Map<Integer, Answers> byNode = new HashMap<>();

        @Nullable Operation firstRevocation;

        @Nullable Operation confirmed;

        @Nullable Operation awaited;
    }

    /** What one node said of one token. */
    private static final class Answers {
        @Nullable Operation lastAccepted;

        @Nullable Operation firstRevoked;

        @Nullable Operation firstRejected;
    }

    synchronized void add(Operation operation) {
        end = Math.max(end, operation.completed());
        Token token = tokens.computeIfAbsent(operation.token(), id -> new Token());
        switch (operation.kind()) {
            case ISSUE -> {}
            case VERIFY -> verified(token.byNode.computeIfAbsent(operation.node(), node -> new Answers()), operation);
            case REVOKE, REVOKE_AND_AWAIT, DISABLE, REVOKE_PARENT, CUT_OFF, LOSE -> revoked(token, operation);
        }
    }

    private void verified(Answers answers, Operation operation) {
        switch (operation.outcome()) {
            case ACCEPTED -> {
                answers.lastAccepted = later(answers.lastAccepted, operation);
                remember(operation);
            }
            case REVOKED -> answers.firstRevoked = earlier(answers.firstRevoked, operation);
            case REJECTED -> answers.firstRejected = earlier(answers.firstRejected, operation);
            case UNAVAILABLE -> unanswered.add(operation);
            case DONE, UNKNOWN -> throw new IllegalArgumentException("a verification ends otherwise: " + operation);
        }
    }

    private void remember(Operation accepted) {
        TreeSet<Long> times = acceptances.computeIfAbsent(accepted.node(), node -> new TreeSet<>());
        Long last = times.floor(accepted.invoked());
        if (last == null || accepted.invoked() - last >= GRAIN) {
            times.add(accepted.invoked());
        }
    }

    private static void revoked(Token token, Operation operation) {
        Operation first = token.firstRevocation;
        if (first == null || operation.invoked() < first.invoked()) {
            token.firstRevocation = operation;
        }
        if (operation.is(Outcome.DONE)) {
            token.confirmed = earlier(token.confirmed, operation);
            if (operation.kind() == Operation.Kind.REVOKE_AND_AWAIT) {
                token.awaited = earlier(token.awaited, operation);
            }
        }
    }

    private static Operation later(@Nullable Operation known, Operation other) {
        return known == null || other.invoked() > known.invoked() ? other : known;
    }

    private static Operation earlier(@Nullable Operation known, Operation other) {
        return known == null || other.completed() < known.completed() ? other : known;
    }

    synchronized void add(Fault fault) {
        faults.add(fault);
    }

    synchronized void replace(Fault known, Fault by) {
        faults.removeIf(fault -> fault == known);
        faults.add(by);
    }

    /** Of this token nothing is known any more: the database was put back to before it was revoked. */
    synchronized void forget(String token) {
        forgotten.add(token);
    }

    /** A node that ends by itself answers nobody. */
    synchronized void ended(int node) {
        known.add(new Violation(Rule.S4, "node " + node + " ended by itself"));
    }

    synchronized List<Violation> violations() {
        List<Violation> found = new ArrayList<>(known);
        tokens.forEach((id, token) -> {
            if (!forgotten.contains(id)) {
                token.byNode.values().forEach(answers -> check(token, answers, found));
            }
        });
        unanswered.stream()
                .filter(operation -> faults.stream().noneMatch(fault -> excuses(fault, operation)))
                .forEach(operation ->
                        found.add(new Violation(Rule.S4, "without an answer, without a fault: " + operation)));
        faults.forEach(fault -> acceptances.keySet().stream()
                .filter(fault::touches)
                .filter(node -> !resumes(fault, node))
                .forEach(
                        node -> found.add(new Violation(Rule.S5, "node " + node + " does not resume after " + fault))));
        return found;
    }

    private void check(Token token, Answers answers, List<Violation> found) {
        Operation accepted = answers.lastAccepted;
        if (accepted != null) {
            if (token.confirmed != null && accepted.invoked() > token.confirmed.completed() + bound) {
                found.add(after(Rule.S1, accepted, token.confirmed));
            }
            if (answers.firstRevoked != null && accepted.invoked() > answers.firstRevoked.completed()) {
                found.add(after(Rule.S2, accepted, answers.firstRevoked));
            }
            if (token.awaited != null && accepted.invoked() > token.awaited.completed()) {
                found.add(after(Rule.S3, accepted, token.awaited));
            }
        }
        checkRefusal(token, answers.firstRevoked, found);
        checkRefusal(token, answers.firstRejected, found);
    }

    private static Violation after(Rule rule, Operation accepted, Operation end) {
        long late = TimeUnit.NANOSECONDS.toMicros(accepted.invoked() - end.completed());
        return new Violation(rule, accepted + " came " + late + " us after " + end);
    }

    private static void checkRefusal(Token token, @Nullable Operation refused, List<Violation> found) {
        if (refused == null) {
            return;
        }
        Operation revocation = token.firstRevocation;
        if (revocation == null || refused.completed() < revocation.invoked()) {
            found.add(new Violation(Rule.S4, "a live token is refused: " + refused));
        } else if (refused.is(Outcome.REJECTED) && revocation.kind() != Operation.Kind.LOSE) {
            found.add(new Violation(Rule.S4, "refused for the wrong reason: " + refused));
        }
    }

    private static boolean excuses(Fault fault, Operation operation) {
        return fault.touches(operation.node())
                && operation.completed() >= fault.began()
                && operation.invoked() - RESUMPTION <= fault.recovered();
    }

    private boolean resumes(Fault fault, int node) {
        long deadline = fault.recovered() + RESUMPTION;
        boolean undecided = deadline > end
                || faults.stream()
                        .anyMatch(other -> other != fault
                                && other.touches(node)
                                && other.began() <= deadline
                                && other.recovered() >= fault.recovered());
        Long next = acceptances.get(node).ceiling(fault.recovered());
        return undecided || (next != null && next <= deadline);
    }
}
