package dev.latchkey.resilience;

/**
 * Something that was broken on purpose; times as in {@link Operation}.
 *
 * @param node whose fault it was; {@link #ALL} if every node felt it
 * @param began just before it was done
 * @param recovered when, after it was over, a connection made as that node makes its own was first answered
 */
record Fault(String kind, int node, long began, long recovered) {

    static final int ALL = -1;

    boolean touches(int other) {
        return node == ALL || node == other;
    }
}
