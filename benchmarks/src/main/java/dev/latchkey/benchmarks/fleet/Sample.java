package dev.latchkey.benchmarks.fleet;

/**
 * What happened within a tenth of a second.
 *
 * @param lookUps look-ups in the store
 * @param tokens the tokens that they asked for
 * @param polls reads of the feed
 * @param accepted verifications that accepted a token
 * @param unavailable verifications that could not be decided
 * @param server how many processors the server used
 */
record Sample(long lookUps, long tokens, long polls, long accepted, long unavailable, double server) {

    static final long MILLIS = 100;

    static final Sample NOTHING = new Sample(0, 0, 0, 0, 0, 0);

    Sample plus(Sample other) {
        return new Sample(
                lookUps + other.lookUps,
                tokens + other.tokens,
                polls + other.polls,
                accepted + other.accepted,
                unavailable + other.unavailable,
                server + other.server);
    }
}
