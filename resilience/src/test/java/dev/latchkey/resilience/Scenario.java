package dev.latchkey.resilience;

import java.util.Locale;

/** A script, which throws {@link AssertionError} with the rule that was broken. */
enum Scenario {
    A_QUERY_THAT_TAKES_LONG(LeaseScripts::aQueryThatTakesLong),
    A_QUERY_THAT_OUTLIVES_THE_LEASE(LeaseScripts::aQueryThatOutlivesTheLease),
    A_MACHINE_THAT_WAS_SUSPENDED(LeaseScripts::aMachineThatWasSuspended),
    A_CLOCK_THAT_IS_SET_BACK(LeaseScripts::aClockThatIsSetBack),
    A_CLOCK_THAT_STANDS_STILL(LeaseScripts::aClockThatStandsStill),
    POLLS_THAT_FAIL(LeaseScripts::pollsThatFail),
    A_LEASE_THAT_LAPSED(LeaseScripts::aLeaseThatLapsed),
    A_STORE_THAT_IS_AWAY(LeaseScripts::aStoreThatIsAway),
    A_PAGE_THAT_IS_NOT_THE_LAST(LeaseScripts::aPageThatIsNotTheLast),
    A_LOAD_IN_FLIGHT(RecordScripts::aLoadInFlight),
    A_SECRET_THAT_WAS_REPLACED(RecordScripts::aSecretThatWasReplaced),
    A_TOKEN_THAT_EXPIRES(RecordScripts::aTokenThatExpires),
    AN_ID_THAT_WAS_UNKNOWN(RecordScripts::anIdThatWasUnknown),
    A_WRITER_THAT_DIES_AFTER_ITS_COMMIT(FeedScripts::aWriterThatDiesAfterItsCommit),
    A_COMMIT_THAT_COMES_LATE(FeedScripts::aCommitThatComesLate),
    A_FEED_THAT_WAS_TRIMMED(FeedScripts::aFeedThatWasTrimmed),
    AN_OLD_COPY_OF_THE_DATABASE(FeedScripts::anOldCopyOfTheDatabase),
    A_TRANSACTION_OF_THE_CALLERS(FeedScripts::withinATransaction, FeedScripts::aTransactionOfTheCallers),
    ALL_OF_AN_OWNER(FeedScripts::allOfAnOwner),
    ALL_BEFORE_A_TIME(FeedScripts::allBeforeATime),
    RECORDS_FROM_A_COPY_THAT_IS_BEHIND(FeedScripts::recordsFromACopyThatIsBehind),
    A_PRIMARY_THAT_WAS_REPLACED(true, FeedScripts::aPrimaryThatWasReplaced),
    AN_ENTRY_THAT_IS_SHOWN_LATE(true, FeedScripts::anEntryThatIsShownLate),
    A_PARENT_THAT_WAS_REVOKED(LifeScripts::aParentThatWasRevoked),
    A_TOKEN_THAT_WAS_DISABLED(LifeScripts::aTokenThatWasDisabled),
    A_TOKEN_THAT_WAS_NARROWED(LifeScripts::aTokenThatWasNarrowed),
    A_ROTATION_WITHOUT_OVERLAP(LifeScripts::aRotationWithoutOverlap);

    private final ScriptedNode.Preparation preparation;
    private final boolean heartbeats;
    private final ScriptedNode.Script script;

    Scenario(ScriptedNode.Script script) {
        this(false, script);
    }

    Scenario(boolean heartbeats, ScriptedNode.Script script) {
        this(database -> builder -> builder, heartbeats, script);
    }

    Scenario(ScriptedNode.Preparation preparation, ScriptedNode.Script script) {
        this(preparation, false, script);
    }

    Scenario(ScriptedNode.Preparation preparation, boolean heartbeats, ScriptedNode.Script script) {
        this.preparation = preparation;
        this.heartbeats = heartbeats;
        this.script = script;
    }

    void play() throws Exception {
        play(Seams.NONE);
    }

    void play(Seams seams) throws Exception {
        ScriptedNode.run(seams, preparation, heartbeats, script);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
