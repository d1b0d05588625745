package dev.latchkey.jdbc;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Write;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TrailEntry;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one write, in one transaction: all of them or none. The entries of the feed are written last, because
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
        List<@Nullable String> causes = new ArrayList<>();
        FeedPosition end = null;
        for (Write step : steps) {
            if (step instanceof Write.Mark mark) {
                end = mark.end();
                causes.add(FeedTable.MARK);
            } else if (!write(session, step)) {
                return false;
            } else if (step instanceof Write.State) {
                causes.add(FeedTable.STATE);
            } else if (step.changed() != null) {
                causes.add(TokenRows.text(step.changed()));
            }
        }
        trail.insert(session, entries);
        if (end != null) {
            return feed.appendAfter(session, end, causes);
        }
        feed.append(session, causes);
        return true;
    }

    private boolean write(Session session, Write step) throws SQLException {
        if (step instanceof Write.Insert insert) {
            return tokens.insert(session, insert.record());
        }
        if (step instanceof Write.Update update) {
            return tokens.update(session, update.next());
        }
        if (step instanceof Write.Delete delete) {
            return delete(session, delete.held());
        }
        return step instanceof Write.State next && state.update(session, next.next());
    }

    private boolean delete(Session session, TokenRecord held) throws SQLException {
        if (!tokens.delete(session, held)) {
            return false;
        }
        uses.delete(session, List.of(held.id()));
        return true;
    }
}
