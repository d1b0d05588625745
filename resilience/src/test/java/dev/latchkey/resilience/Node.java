package dev.latchkey.resilience;

import dev.latchkey.AccessTokens;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.resilience.Operation.Outcome;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.UnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A process that verifies the tokens that it is handed, all the time, and tells what it answered.
 *
 * <p>It is told, line by line: {@code T <id> <text>} to verify a token, {@code D <id>} to stop soon, {@code C <millis>} to set
 * how far its clock is off, {@code P <millis>} to take all connections for a time, {@code Q} to end. It tells {@code READY},
 * {@code V <id> <invoked> <completed> <outcome>} and {@code N <verifications>}.
 */
final class Node {

    static final SecretHasher CHEAP = Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1));

    /** What the traffic does to tokens. */
    private static final Set<RejectionReason> ENDED = EnumSet.of(
            RejectionReason.REVOKED, RejectionReason.DISABLED, RejectionReason.ANCESTOR_ENDED, RejectionReason.CUT_OFF);

    private static final int VERIFIERS = 3;
    private static final long BETWEEN_ROUNDS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long BETWEEN_REPORTS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long BETWEEN_STARTS = TimeUnit.MILLISECONDS.toNanos(100);

    private final SharedStore shared;
    private final AccessTokens tokens;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Operation> unanswered = new ConcurrentLinkedQueue<>();
    private final LongAdder verifications = new LongAdder();
    private final PrintStream out = System.out;
    private volatile Duration clockIsOff = Duration.ZERO;
    private volatile boolean ended;

    private Node(SharedStore shared, Duration bound) {
        this.shared = shared;
        this.tokens = open(bound, () -> Instant.now().plus(clockIsOff));
    }

    /** The engine may be away when the node starts. */
    private AccessTokens open(Duration bound, InstantSource clock) {
        while (true) {
            try {
                return Nodes.open(shared.open(), bound, clock);
            } catch (UnavailableException e) {
                LockSupport.parkNanos(BETWEEN_STARTS);
            }
        }
    }

    private void start(String name, Runnable task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException | Error e) {
                        e.printStackTrace();
                        Runtime.getRuntime().halt(1);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private void verifyAll() {
        while (!ended) {
            for (Watched token : watched.values()) {
                verify(token);
                if (token.isDone()) {
                    report(token);
                    watched.remove(token.id());
                }
            }
            LockSupport.parkNanos(BETWEEN_ROUNDS);
        }
    }

    private void verify(Watched token) {
        long invoked = System.nanoTime();
        Outcome outcome = outcome(token.text());
        Operation operation = Operation.verified(0, token.id(), invoked, System.nanoTime(), outcome);
        verifications.increment();
        if (operation.is(Outcome.UNAVAILABLE)) {
            unanswered.add(operation);
        } else {
            token.answered(operation);
        }
    }

    private Outcome outcome(String text) {
        try {
            Verification verification = tokens.verifier().verify(text);
            if (verification instanceof Rejected rejected) {
                return ENDED.contains(rejected.reason()) ? Outcome.REVOKED : Outcome.REJECTED;
            }
            return Outcome.ACCEPTED;
        } catch (UnavailableException e) {
            return Outcome.UNAVAILABLE;
        }
    }

    private void reportAll() {
        while (!ended) {
            LockSupport.parkNanos(BETWEEN_REPORTS);
            report();
        }
    }

    private void report() {
        watched.values().forEach(this::report);
        // Those between the first and the last say no more than these two.
        Operation first = unanswered.poll();
        tell(first);
        Operation last = null;
        for (Operation next = unanswered.poll(); next != null; next = unanswered.poll()) {
            last = next;
        }
        tell(last);
        out.println("N " + verifications.sumThenReset());
        out.flush();
    }

    private void report(Watched token) {
        token.take().forEach(this::tell);
    }

    private void tell(@Nullable Operation told) {
        if (told != null) {
            out.println("V " + told.token() + " " + told.invoked() + " " + told.completed() + " " + told.outcome());
        }
    }

    private void obey(BufferedReader commands) throws IOException {
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "T" -> watched.put(words[1], new Watched(words[1], words[2]));
                case "D" -> leave(watched.get(words[1]));
                case "C" -> clockIsOff = Duration.ofMillis(Long.parseLong(words[1]));
                case "P" -> start("greedy", () -> shared.takeAllConnections(Long.parseLong(words[1])));
                case "Q" -> {
                    ended = true;
                    report();
                    return;
                }
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    private static void leave(@Nullable Watched token) {
        if (token != null) {
            token.leave();
        }
    }

    /** That the feed cannot be read is what most faults are for. */
    private static final Logger QUIET = Logger.getLogger("dev.latchkey");

    /** The words of a {@link SharedStore}, then the bound in milliseconds. */
    public static void main(String[] arguments) throws IOException {
        QUIET.setLevel(Level.OFF);
        List<String> words = List.of(arguments).subList(0, SharedStore.WORDS);
        Node node = new Node(SharedStore.of(words), Duration.ofMillis(Long.parseLong(arguments[SharedStore.WORDS])));
        node.out.println("READY");
        node.out.flush();
        for (int i = 0; i < VERIFIERS; i++) {
            node.start("verifier", node::verifyAll);
        }
        node.start("reporter", node::reportAll);
        node.obey(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)));
        Runtime.getRuntime().halt(0);
    }
}
