package dev.latchkey.keyvalue;

/** The same where the feed is in the order of revisions. */
class RevisionedRivalNodesTest extends RivalNodesTest {

    @Override
    MemoryEngine newEngine() {
        return new RevisionedMemoryEngine();
    }
}
