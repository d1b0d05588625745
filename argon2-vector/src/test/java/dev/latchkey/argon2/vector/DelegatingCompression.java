package dev.latchkey.argon2.vector;

/** The compression function, for tests to plant something in. */
class DelegatingCompression implements BlockCompression {

    private final BlockCompression compression = Compressions.preferred();

    @Override
    public int index(int word) {
        return compression.index(word);
    }

    @Override
    public void compress(long[] memory, int previous, int reference, int next) {
        compression.compress(memory, previous, reference, next);
    }

    @Override
    public void wipe() {
        compression.wipe();
    }
}
