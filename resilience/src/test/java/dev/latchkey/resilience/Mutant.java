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
    NO_WALL_CLOCK_CHECK(
            Scenario.A_MACHINE_THAT_WAS_SUSPENDED,
            Patch.core("lease/Lease.java", " && millis >= since.millis() && millis < untilMillis", "")),
    NO_CHECK_OF_A_WALL_CLOCK_BEFORE_THE_STAMP(
            Scenario.A_CLOCK_THAT_IS_SET_BACK, Patch.core("lease/Lease.java", " && millis >= since.millis()", "")),
    NO_MONOTONIC_CHECK(
            Scenario.A_CLOCK_THAT_STANDS_STILL,
            Patch.core("lease/Lease.java", "elapsed >= 0 && elapsed < nanos && ", "")),
    POLL_ERROR_IGNORED(
            Scenario.POLLS_THAT_FAIL,
            Patch.core("lease/FeedReads.java", "Changes changes = feed.changesSince(from, PAGE);", """
                    Changes changes;
                    try {
                        changes = feed.changesSince(from, PAGE);
                    } catch (RuntimeException e) {
                        changes = new Changes(java.util.Set.of(), false, from, true, false);
                    }""")),
    STALE_WHILE_REVALIDATE(
            Scenario.A_LEASE_THAT_LAPSED,
            Patch.core("lease/LeasedRecords.java", "return held != null ? held : load(id);", """
                    if (held != null) {
                        return held;
                    }
                    V stale = memory.records.getIfPresent(id);
                    V fresh = load(id);
                    return stale != null ? stale : fresh;""")),
    STALE_IF_ERROR(
            Scenario.A_STORE_THAT_IS_AWAY,
            Patch.core("lease/LeasedRecords.java", "return held != null ? held : load(id);", """
                    if (held != null) {
                        return held;
                    }
                    V stale = memory.records.getIfPresent(id);
                    try {
                        return load(id);
                    } catch (RuntimeException e) {
                        return stale;
                    }""")),
    LEASE_FROM_AN_UNDRAINED_POLL(
            Scenario.A_PAGE_THAT_IS_NOT_THE_LAST,
            Patch.core("lease/FeedFollower.java", "if (changes.drained()) {", "if (page != null) {")),
    LOAD_IN_FLIGHT_RACE(
            Scenario.A_LOAD_IN_FLIGHT,
            Patch.core("lease/LeasedRecords.java", "loads.computeIfPresent(id, ", "loads.compute(id, "),
            Patch.core(
                    "lease/LeasedRecords.java", "if (present != own) {", "if (present != own && present != null) {")),
    LOAD_WITHOUT_A_LEASE_LEAVES_WHAT_WAS_HELD(
            Scenario.A_QUERY_THAT_OUTLIVES_THE_LEASE,
            Patch.core("lease/LeasedRecords.java", "if (!kept || memory != present) {", "if (memory != present) {")),
    PROOF_KEYED_BY_ID(
            Scenario.A_SECRET_THAT_WAS_REPLACED,
            Patch.core("proof/SecretProofs.java", "return digests.getIfPresent(ProofKey.of(id, stored));", """
                    SecretDigest found = digests.getIfPresent(ProofKey.of(id, stored));
                    return found == null ? last : found;"""),
            Patch.core(
                    "proof/SecretProofs.java", "digests.put(ProofKey.of(proven.id(), stored), proven.digest());", """
                    digests.put(ProofKey.of(proven.id(), stored), proven.digest());
                    last = proven.digest();"""),
            Patch.core("proof/SecretProofs.java", "private final Cache<ProofKey, SecretDigest> digests;", """
                    private final Cache<ProofKey, SecretDigest> digests;
                    // There is one token in the scenario, so its id needs no map.
                    private volatile @Nullable SecretDigest last;""")),
    EXPIRY_SKIPPED_ON_A_HIT(
            Scenario.A_TOKEN_THAT_EXPIRES,
            Patch.core(
                    "VerifiableToken.java",
                    "return nowMillis < validUntil ? null",
                    "return verified != null || nowMillis < validUntil ? null")),
    NEGATIVE_CACHING(
            Scenario.AN_ID_THAT_WAS_UNKNOWN,
            Patch.core("lease/LeasedRecords.java", "private volatile boolean closed;", """
                    private volatile boolean closed;
                    private final java.util.Set<TokenId> absent = ConcurrentHashMap.newKeySet();"""),
            Patch.core("lease/LeasedRecords.java", "return held != null ? held : load(id);", """
                    if (held != null || absent.contains(id)) {
                        return held;
                    }
                    V read = load(id);
                    if (read == null) {
                        absent.add(id);
                    }
                    return read;""")),
    FEED_RAISED_OUTSIDE_THE_TRANSACTION(
            Scenario.A_WRITER_THAT_DIES_AFTER_ITS_COMMIT,
            Patch.jdbc(
                    "JdbcTokenStore.java",
                    "return steps.isEmpty() || transactions.write(\"write\", session -> writes.write(session, steps));",
                    """
                    boolean done = transactions.write("write", session -> writes.write(session, steps));
                    if (done) {
                        transactions.write("report", session -> writes.report(session, steps));
                    }
                    return done;"""),
            Patch.jdbc("WriteSteps.java", "feed.append(session, causes);", ""),
            Patch.jdbc(
                    "WriteSteps.java",
                    "private boolean write(Session session, Write step) throws SQLException {",
                    """
                    boolean report(Session session, List<Write> steps) throws SQLException {
                        List<@Nullable String> causes = new ArrayList<>();
                        steps.stream().filter(step -> step.changed() != null).forEach(step -> causes.add(TokenRows.text(step.changed())));
                        feed.append(session, causes);
                        return true;
                    }

                    private boolean write(Session session, Write step) throws SQLException {""")),
    PLAIN_SEQUENCE(
            Scenario.A_COMMIT_THAT_COMES_LATE,
            Patch.jdbc(
                    "JdbcTokenStore.java",
                    "return steps.isEmpty() || transactions.write(\"write\", session -> writes.write(session, steps));",
                    """
                    if (steps.get(0).changed() == null) {
                        return transactions.write("write", session -> writes.write(session, steps));
                    }
                    long[] entry = transactions.writeAlone("number an entry", feed::number);
                    return transactions.write("write", session -> {
                        boolean done = writes.write(session, steps);
                        if (done) {
                            feed.insertNumbered(session, entry, steps.get(0).changed());
                        }
                        return done;
                    });"""),
            Patch.jdbc("WriteSteps.java", "feed.append(session, causes);", ""),
            Patch.jdbc("FeedTable.java", "FeedPosition position(Session session) throws SQLException {", """
                    long[] number(Session session) throws SQLException {
                        long nonce = nonces.nextLong();
                        session.update(raise, 1, nonce);
                        return new long[] {session.query(raised, row -> row.getLong(1)).get(0), nonce};
                    }

                    void insertNumbered(Session session, long[] entry, TokenId token) throws SQLException {
                        List<Object[]> rows = new ArrayList<>();
                        rows.add(new Object[] {entry[0], entry[1], token.toString(), clock.instant().toEpochMilli()});
                        session.batch(insert, rows);
                    }

                    FeedPosition position(Session session) throws SQLException {"""),
            Patch.jdbc(
                    "FeedTable.java", "entry == null || entry.sequence() != reached.sequence() + 1", "entry == null")),
    RETENTION_GAP_IGNORED(
            Scenario.A_FEED_THAT_WAS_TRIMMED,
            Patch.core("lease/FeedReads.java", "changes.gap() || changes.stateChanged()", "changes.stateChanged()")),
    FALLING_POSITION_IGNORED(Scenario.AN_OLD_COPY_OF_THE_DATABASE, Patch.jdbc("FeedTable.java", "if (!known) {", """
                    if (end.sequence() < position.sequence()) {
                        return new Changes(Set.of(), false, from, true, false);
                    }
                    if (!known) {""")),
    POLL_ON_THE_CALLERS_TRANSACTION(
            Scenario.A_TRANSACTION_OF_THE_CALLERS,
            Patch.jdbc(
                    "JdbcTokenStore.java",
                    ": transactions.readFeed(\"read the feed\", ",
                    ": transactions.read(\"read the feed\", ")),
    REVOKE_ALL_FORGETS_ONE(
            Scenario.ALL_OF_AN_OWNER,
            Patch.core(
                    "lease/FeedFollower.java",
                    "changes.tokens().forEach(records::forget);",
                    "changes.tokens().stream().limit(1).forEach(records::forget);")),
    REJECT_ALL_LEAVES_THE_CACHE(
            Scenario.ALL_BEFORE_A_TIME,
            Patch.core("lease/FeedReads.java", "changes.gap() || changes.stateChanged()", "changes.gap()")),
    LOADS_WITHOUT_A_POSITION(
            Scenario.RECORDS_FROM_A_COPY_THAT_IS_BEHIND,
            Patch.core("lease/PositionedReads.java", "Set.of(id), notBefore)", "Set.of(id), null)")),
    POSITIONS_NOT_COMPARED(
            Scenario.RECORDS_FROM_A_COPY_THAT_IS_BEHIND,
            Patch.jdbc("TokenTable.java", "notBefore != null && isBehind(row, notBefore)", "false"));

    private final Scenario scenario;
    private final List<Patch> patches;

    Mutant(Scenario scenario, Patch... patches) {
        this.scenario = scenario;
        this.patches = List.of(patches);
    }

    Scenario scenario() {
        return scenario;
    }

    List<Patch> patches() {
        return patches;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
