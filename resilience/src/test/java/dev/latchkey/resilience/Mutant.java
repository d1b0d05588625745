package dev.latchkey.resilience;

import java.util.List;
import java.util.Locale;

/** A rule of the caches or of the feed that was forgotten, and the scenario that has to notice. */
enum Mutant {
    LEASE_STAMPED_AFTER_THE_QUERY(
            Scenario.A_QUERY_THAT_TAKES_LONG,
            Patch.core(
                    "lease/FeedReads.java",
                    "new Page(from, before, changes,",
                    "new Page(from, clock.stamp(), changes,")),
    NO_WALL_CLOCK_CHECK(Scenario.A_MACHINE_THAT_WAS_SUSPENDED, Seams.wall(BrokenClocks::thatStandsStill)),
    NO_CHECK_OF_A_WALL_CLOCK_BEFORE_THE_STAMP(
            Scenario.A_CLOCK_THAT_IS_SET_BACK, Seams.wall(BrokenClocks::thatIsNeverSetBack)),
    NO_MONOTONIC_CHECK(Scenario.A_CLOCK_THAT_STANDS_STILL, Seams.monotonic(BrokenClocks::thatStandsStill)),
    POLL_ERROR_IGNORED(Scenario.POLLS_THAT_FAIL, Seams.feed(BrokenFeeds::thatTakesAnErrorForNoChange)),
    STALE_WHILE_REVALIDATE(Scenario.A_LEASE_THAT_LAPSED, Seams.store(BrokenReads::staleWhileRevalidate)),
    STALE_IF_ERROR(Scenario.A_STORE_THAT_IS_AWAY, Seams.store(BrokenReads::staleIfError)),
    LEASE_FROM_AN_UNDRAINED_POLL(Scenario.A_PAGE_THAT_IS_NOT_THE_LAST, Seams.feed(BrokenFeeds::thatAlwaysClaimsTheEnd)),
    LOAD_IN_FLIGHT_RACE(
            Scenario.A_LOAD_IN_FLIGHT,
            Patch.core("lease/RecordCache.java", "loads.computeIfPresent(id, ", "loads.compute(id, "),
            Patch.core("lease/RecordCache.java", "if (present != own) {", "if (present != own && present != null) {")),
    LOAD_WITHOUT_A_LEASE_LEAVES_WHAT_WAS_HELD(
            Scenario.A_QUERY_THAT_OUTLIVES_THE_LEASE,
            Patch.core(
                    "lease/LeasedRecords.java",
                    "if (!kept || memory != load.cache()) {",
                    "if (memory != load.cache()) {")),
    PROOF_KEYED_BY_ID(Scenario.A_SECRET_THAT_WAS_REPLACED, Seams.hasher(ProofsById::of)),
    EXPIRY_SKIPPED_ON_A_HIT(
            Scenario.A_TOKEN_THAT_EXPIRES,
            Patch.core(
                    "VerifiableToken.java",
                    "return nowMillis < validUntil ? null",
                    "return verified != null || nowMillis < validUntil ? null")),
    NEGATIVE_CACHING(Scenario.AN_ID_THAT_WAS_UNKNOWN, Seams.store(BrokenReads::negativeCaching)),
    FEED_RAISED_OUTSIDE_THE_TRANSACTION(
            Scenario.A_WRITER_THAT_DIES_AFTER_ITS_COMMIT, Seams.writers(BrokenWriters::thatRaiseTheFeedAfterTheCommit)),
    /** And the reader takes a missing number for one that was rolled back. */
    PLAIN_SEQUENCE(
            Scenario.A_COMMIT_THAT_COMES_LATE,
            Seams.writers(BrokenWriters::thatNumberEntriesBySequence).andFeed(BrokenFeeds::withoutGaps)),
    RETENTION_GAP_IGNORED(Scenario.A_FEED_THAT_WAS_TRIMMED, Seams.feed(BrokenFeeds::withoutGaps)),
    FALLING_POSITION_IGNORED(
            Scenario.AN_OLD_COPY_OF_THE_DATABASE, Seams.feed(BrokenFeeds::thatWaitsForAFallenPosition)),
    POLL_ON_THE_CALLERS_TRANSACTION(
            Scenario.A_TRANSACTION_OF_THE_CALLERS,
            Patch.jdbc(
                    "JdbcTokenStore.java",
                    ": transactions.readFeed(\"read the feed\", ",
                    ": transactions.read(\"read the feed\", ")),
    REVOKE_ALL_FORGETS_ONE(Scenario.ALL_OF_AN_OWNER, Seams.feed(BrokenFeeds::thatNamesOneToken)),
    REJECT_ALL_LEAVES_THE_CACHE(Scenario.ALL_BEFORE_A_TIME, Seams.feed(BrokenFeeds::withoutTheState)),
    LOADS_WITHOUT_A_POSITION(Scenario.RECORDS_FROM_A_COPY_THAT_IS_BEHIND, Seams.store(BrokenReads::withoutAPosition)),
    POSITIONS_NOT_COMPARED(
            Scenario.RECORDS_FROM_A_COPY_THAT_IS_BEHIND,
            Patch.jdbc("TokenTable.java", "notBefore != null && isBehind(row, notBefore)", "false")),
    LEASE_WITHOUT_A_HEARTBEAT(
            Scenario.A_PRIMARY_THAT_WAS_REPLACED,
            Patch.core(
                    "lease/FeedFollower.java",
                    "LeaseClock.Stamp since = heartbeats == null",
                    "LeaseClock.Stamp since = true")),
    READ_WITHOUT_A_HEARTBEAT(
            Scenario.A_PRIMARY_THAT_WAS_REPLACED,
            Patch.core("lease/PositionedReads.java", "heartbeats == null ? null : heartbeats.require()", "null")),
    LEASE_FROM_THE_POLL_THAT_SHOWS_A_HEARTBEAT(
            Scenario.AN_ENTRY_THAT_IS_SHOWN_LATE,
            Patch.core("lease/FeedGrowth.java", "growingSince = withoutEnd;", "growingSince = before;")),
    ANCESTORS_NOT_LOOKED_AT(
            Scenario.A_PARENT_THAT_WAS_REVOKED,
            Patch.core(
                    "ProvingVerifier.java",
                    "if (ancestor.rejectionAt(nowMillis) != null) {",
                    "if (ancestor.rejectionAt(0) != null && nowMillis < 0) {")),
    DISABLED_NOT_CHECKED(
            Scenario.A_TOKEN_THAT_WAS_DISABLED,
            Patch.core(
                    "Admission.java",
                    "token.lifecycle().isDisabled() ? ALWAYS : NEVER",
                    "token.lifecycle().isDisabled() ? NEVER : NEVER")),
    NARROWING_NOT_REPORTED(Scenario.A_TOKEN_THAT_WAS_NARROWED, Seams.feed(BrokenFeeds::thatNamesNoToken)),
    RETIRED_TOKEN_KEEPS_ITS_END(
            Scenario.A_ROTATION_WITHOUT_OVERLAP,
            Patch.core(
                    "token/TokenRecord.java",
                    ".expiresAt(present != null && present.isBefore(end) ? present : end)",
                    ".expiresAt(present)"));

    private final Scenario scenario;
    private final Seams seams;
    private final List<Patch> patches;

    Mutant(Scenario scenario, Seams seams) {
        this.scenario = scenario;
        this.seams = seams;
        this.patches = List.of();
    }

    Mutant(Scenario scenario, Patch... patches) {
        this.scenario = scenario;
        this.seams = Seams.NONE;
        this.patches = List.of(patches);
    }

    Scenario scenario() {
        return scenario;
    }

    Seams seams() {
        return seams;
    }

    /** {@return what is changed in the sources; empty where a part from outside is broken instead} */
    List<Patch> patches() {
        return patches;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
