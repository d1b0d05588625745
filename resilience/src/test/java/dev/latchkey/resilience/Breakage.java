package dev.latchkey.resilience;

import java.util.Random;

/**
 * Something that can be broken, and mended.
 *
 * @param kind its name
 * @param ofAll whether every node is affected, or one
 */
record Breakage(String kind, boolean ofAll, Act act) {

    /** Breaks it, and mends it. */
    interface Act {

        /**
         * Returns when it is whole again.
         *
         * @param node which one, if it is of one node
         * @param length how long it should last, in nanoseconds
         * @param random for other choices
         */
        void breakAndMend(int node, long length, Random random);
    }

    /** {@return something of one node} */
    static Breakage ofOne(String kind, Act act) {
        return new Breakage(kind, false, act);
    }

    /** {@return something that every node feels} */
    static Breakage ofAll(String kind, Act act) {
        return new Breakage(kind, true, act);
    }
}
