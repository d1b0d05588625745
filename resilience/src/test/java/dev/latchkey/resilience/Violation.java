package dev.latchkey.resilience;

/** A rule that a history breaks, and where. */
record Violation(Rule rule, String what) {

    enum Rule {
        /** No acceptance is invoked later than the bound after a revocation was completed. */
        S1,
        /** On one node, no acceptance is invoked after a refusal for revocation was completed. */
        S2,
        /** No acceptance is invoked after a revocation that was waited for. */
        S3,
        /** A live token is never refused, and without faults never without an answer. */
        S4,
        /** Acceptances resume within five seconds of the first successful connection after a fault. */
        S5
    }
}
