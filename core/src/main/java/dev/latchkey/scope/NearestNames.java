package dev.latchkey.scope;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Finds the names that a person may have meant. */
final class NearestNames {

    private static final int MOST = 3;
    private static final int FARTHEST = 3;

    private NearestNames() {}

    static List<Scope> of(Scope wrong, Collection<Scope> names) {
        String text = wrong.toString();
        String turned = turned(text);
        // A short name has too many neighbours at a distance that suits a long one.
        int farthest = Math.min(FARTHEST, Math.max(1, text.length() / 3));
        record Near(Scope name, int distance) {}
        List<Near> near = new ArrayList<>();
        for (Scope name : names) {
            String candidate = name.toString();
            int distance = Math.min(distance(text, candidate), distance(turned, candidate));
            if (distance <= farthest) {
                near.add(new Near(name, distance));
            }
        }
        return near.stream()
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .limit(MOST)
                .map(Near::name)
                .toList();
    }

    /** Some write {@code read:workspace} where others write {@code workspace:read}. */
    private static String turned(String text) {
        List<String> segments = new ArrayList<>(List.of(text.split(":")));
        Collections.reverse(segments);
        return String.join(":", segments);
    }

    /**
     * How many characters must be changed, added, omitted or swapped with a neighbour (optimal string alignment), up to
     * a limit.
     */
    static int distance(String one, String other) {
        if (Math.abs(one.length() - other.length()) > FARTHEST) {
            return FARTHEST + 1;
        }
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        int[] current = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                int best = Math.min(last[j - 1] + (same ? 0 : 1), Math.min(last[j], current[j - 1]) + 1);
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                current[j] = swapped ? Math.min(best, beforeLast[j - 2] + 1) : best;
            }
            int[] reused = beforeLast;
            beforeLast = last;
            last = current;
            current = reused;
        }
        return last[other.length()];
    }
}
