package dev.latchkey.jdbc;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Write;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TrailEntry;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of one write, in one transaction: all of them or none. The entry of the feed is written last, because
 * that locks the feed's end until the transaction commits.
 */
final class WriteSteps {

    private final TokenTable tokens;
    private final StateTable state;
    private final UseTable uses;
    private final FeedTable feed;
    private final TrailTable trail;

    WriteSteps(TokenTable tokens, StateTable state, UseTable uses, FeedTable feed, TrailTable trail) {
        this.tokens = tokens;
        this.state = state;
        this.uses = uses;
        this.feed = feed;
        this.trail = trail;
    }

    /** {@return whether all were written; else the transaction is unchanged} */
    boolean write(Session session, List<Write> steps, List<TrailEntry> entries) throws SQLException {
        Savepoint before =
                mayBeRefusedHalfWritten(steps, entries) ? session.connection().setSavepoint() : null;
        if (writeAll(session, steps, entries)) {
            return true;
        }
        if (before != null) {
            session.connection().rollback(before);
        }
        return false;
    }

    /** A step alone is refused before anything is written; a mark is written last. */
    private static boolean mayBeRefusedHalfWritten(List<Write> steps, List<TrailEntry> entries) {
        return steps.size() > 1 || (!entries.isEmpty() && !steps.isEmpty() && steps.get(0) instanceof Write.Mark);
    }

    private boolean writeAll(Session session, List<Write> steps, List<TrailEntry> entries) throws SQLException {
        List<TokenId> deleted = new ArrayList<>();
        List<TokenRecord> toDelete = new ArrayList<>();
        FeedPosition end = null;
        for (Write step : steps) {
            if (step instanceof Write.Mark mark) {
                end = mark.end();
            } else if (step instanceof Write.Delete delete) {
                toDelete.add(delete.held());
                deleted.add(delete.held().id());
            } else if (!delete(session, toDelete) || !write(session, step)) {
                return false;
            }
        }
        if (!delete(session, toDelete)) {
            return false;
        }
        if (!deleted.isEmpty()) {
            uses.delete(session, deleted);
        }
        trail.insert(session, entries);
        FeedEntry changed = FeedEntry.of(steps);
        if (end != null) {
            return feed.appendAfter(session, end, changed);
        }
        if (changed.isReported()) {
            feed.append(session, changed);
        }
        return true;
    }

    /** Deletes the records, and empties the list. {@return whether all were deleted} */
    private boolean delete(Session session, List<TokenRecord> records) throws SQLException {
        boolean done = records.isEmpty()
                || (records.size() == 1
                        ? tokens.delete(session, records.get(0))
                        : tokens.delete(session, List.copyOf(records)));
        records.clear();
        return done;
    }

    private boolean write(Session session, Write step) throws SQLException {
        if (step instanceof Write.Insert insert) {
            return tokens.insert(session, insert.record());
        }
        if (step instanceof Write.Update update) {
            return tokens.update(session, update.next());
        }
        return step instanceof Write.State next && state.update(session, next.next());
    }
}
