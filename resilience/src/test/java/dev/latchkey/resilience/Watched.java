package dev.latchkey.resilience;

import dev.latchkey.resilience.Operation.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A token that a node verifies again and again, and what it was answered since it was last told. Thread-safe. */
final class Watched {

    /** How many more answers a token gets that need not be watched any longer: also those after a pause count. */
    private static final int LAST_ANSWERS = 30;

    private final String id;
    private final String text;
    private @Nullable Operation lastAccepted;
    private boolean revoked;
    private boolean rejected;
    private final List<Operation> firstRefusals = new ArrayList<>();
    private int answersLeft = Integer.MAX_VALUE;

    Watched(String id, String text) {
        this.id = id;
        this.text = text;
    }

    String id() {
        return id;
    }

    String text() {
        return text;
    }

    synchronized void leave() {
        answersLeft = Math.min(answersLeft, LAST_ANSWERS);
    }

    synchronized boolean isDone() {
        return answersLeft <= 0;
    }

    synchronized void answered(Operation operation) {
        if (answersLeft != Integer.MAX_VALUE) {
            answersLeft--;
        }
        if (operation.is(Outcome.ACCEPTED)) {
            if (lastAccepted == null || operation.invoked() > lastAccepted.invoked()) {
                lastAccepted = operation;
            }
        } else if (operation.is(Outcome.REVOKED) ? !revoked : !rejected) {
            revoked |= operation.is(Outcome.REVOKED);
            rejected |= operation.is(Outcome.REJECTED);
            firstRefusals.add(operation);
        }
    }

    /** {@return what is worth telling, and not again} */
    synchronized List<Operation> take() {
        List<Operation> taken = new ArrayList<>(firstRefusals);
        firstRefusals.clear();
        if (lastAccepted != null) {
            taken.add(lastAccepted);
            lastAccepted = null;
        }
        return taken;
    }
}
