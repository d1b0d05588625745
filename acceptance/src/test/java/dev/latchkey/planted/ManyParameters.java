package dev.latchkey.planted;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public final class ManyParameters {
    private final int sum;

    public ManyParameters(int a, int b, int c, int d, int e) {
        sum = a + b + c + d + e;
    }

    public int sum() {
        return sum;
    }
}
