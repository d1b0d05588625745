package dev.latchkey.argon2.vector;

import dev.latchkey.argon2.Argon2Parameters;

/**
 * Chooses the reference block of each block (RFC 9106 section 3.4): blocks of a lane are numbered from 0, in four
 * segments, one for each slice.
 */
record Positions(int lanes, int laneLength, int segmentLength) {

    static final int SLICES = 4;

    static Positions of(Argon2Parameters costs) {
        int segmentLength = costs.memoryKib() / (SLICES * costs.parallelism());
        return new Positions(costs.parallelism(), SLICES * segmentLength, segmentLength);
    }

    /** {@return how many blocks all lanes have} */
    int blocks() {
        return lanes * laneLength;
    }

    /**
     * {@return the number of the block, counted over all lanes, that a block refers to}
     *
     * @param pass from 0
     * @param slice from 0
     * @param lane the block's own
     * @param inSegment the block's place in its segment
     * @param random 64 bits that choose
     */
    int reference(int pass, int slice, int lane, int inSegment, long random) {
        int chosen = pass == 0 && slice == 0 ? lane : (int) ((random >>> 32) % lanes);
        int finished = pass == 0 ? slice * segmentLength : laneLength - segmentLength;
        int area = chosen == lane ? finished + inSegment - 1 : finished - (inSegment == 0 ? 1 : 0);
        long low = random & 0xFFFFFFFFL;
        // Squared, so that recent blocks are chosen more often.
        long distance = (area * ((low * low) >>> 32)) >>> 32;
        int first = pass == 0 || slice == SLICES - 1 ? 0 : (slice + 1) * segmentLength;
        int place = (int) ((first + area - 1 - distance) % laneLength);
        return chosen * laneLength + place;
    }
}
