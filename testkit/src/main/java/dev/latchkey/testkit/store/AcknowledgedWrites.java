package dev.latchkey.testkit.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The acknowledged writes of a {@link KilledWriter}, compared with what the next one finds. */
final class AcknowledgedWrites {

    private static final int ID_LENGTH = 26;

    private final Set<String> live = new HashSet<>();
    private final Set<String> revoked = new HashSet<>();
    private final Set<String> deleted = new HashSet<>();
    private final Map<String, Boolean> found = new HashMap<>();
    private int number;

    int number() {
        return number;
    }

    /** A line that the process printed before it was killed; the last one may have been cut. */
    void add(String line) {
        String[] words = line.split(" ", -1);
        if (words[words.length - 1].length() != ID_LENGTH && !line.equals(KilledWriter.SWEPT)) {
            return;
        }
        number++;
        switch (words[0]) {
            case KilledWriter.INSERTED -> live.add(words[1]);
            case KilledWriter.REVOKED -> revoke(words[1]);
            case KilledWriter.REPLACED -> {
                revoke(words[1]);
                live.add(words[2]);
            }
            case KilledWriter.SWEPT -> {
                deleted.addAll(revoked);
                revoked.clear();
            }
            default -> throw new IllegalArgumentException(line);
        }
    }

    private void revoke(String id) {
        live.remove(id);
        revoked.add(id);
    }

    /** A token that the next process found: its id, and whether it is revoked. */
    void found(String line) {
        String[] words = line.split(" ", -1);
        found.put(words[0], Boolean.valueOf(words[1]));
    }

    /**
     * {@return the differences, in words; empty if everything was kept}
     *
     * <p>At most one operation was in progress and may have succeeded without an acknowledgement. Whatever was found
     * counts as acknowledged from now on.
     */
    List<String> compareWithFound() {
        List<String> losses = new ArrayList<>();
        report(losses, count(live, id -> !found.containsKey(id)), "acknowledged tokens are missing", 0);
        report(losses, count(revoked, id -> !found.getOrDefault(id, true)), "acknowledged revocations are undone", 0);
        report(losses, count(deleted, found::containsKey), "acknowledged deletions are undone", 0);
        report(losses, count(live, id -> found.getOrDefault(id, false)), "tokens are revoked without a revocation", 1);
        report(losses, count(found.keySet(), id -> !isKnown(id)), "tokens were never inserted", 1);
        long gone = count(revoked, id -> !found.containsKey(id));
        if (gone != revoked.size()) {
            report(losses, gone, "of " + revoked.size() + " revoked tokens were deleted, which is half a sweep", 0);
        }
        revoked.stream().filter(id -> !found.containsKey(id)).forEach(deleted::add);
        deleted.removeAll(found.keySet());
        live.clear();
        revoked.clear();
        found.forEach((id, isRevoked) -> (isRevoked ? revoked : live).add(id));
        found.clear();
        return losses;
    }

    private boolean isKnown(String id) {
        return live.contains(id) || revoked.contains(id) || deleted.contains(id);
    }

    private static long count(Set<String> ids, Predicate<String> condition) {
        return ids.stream().filter(condition).count();
    }

    private static void report(List<String> losses, long number, String what, int allowed) {
        if (number > allowed) {
            losses.add(number + " " + what);
        }
    }
}
