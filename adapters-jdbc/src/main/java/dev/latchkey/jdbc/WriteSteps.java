package dev.latchkey.jdbc;

import dev.latchkey.port.Write;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TrailEntry;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one write, in one transaction: all of them or none. The entry of the feed is written last, because
 * that locks the feed's end until the transaction commits.
 */
final class WriteSteps {

    private final TokenWrites tokens;
    private final StateTable state;
    private final UseTable uses;
    private final FeedTable feed;
    private final TrailTable trail;

    WriteSteps(TokenWrites tokens, StateTable state, UseTable uses, FeedTable feed, TrailTable trail) {
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
        if (writeAll(session, steps, entries, before)) {
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

    private boolean writeAll(
            Session session, List<Write> steps, List<TrailEntry> entries, @Nullable Savepoint beforeMany)
            throws SQLException {
        if (!writeRecords(session, steps, beforeMany)) {
            return false;
        }
        List<TokenId> deleted = of(Write.Delete.class, steps).stream()
                .map(delete -> delete.held().id())
                .toList();
        if (!deleted.isEmpty()) {
            uses.delete(session, deleted);
        }
        trail.insert(session, entries);
        FeedEntry changed = FeedEntry.of(steps);
        List<Write.Mark> marks = of(Write.Mark.class, steps);
        if (!marks.isEmpty()) {
            return feed.appendAfter(session, marks.get(marks.size() - 1).end(), changed);
        }
        if (changed.isReported()) {
            feed.append(session, changed);
        }
        return true;
    }

    private static <T extends Write> List<T> of(Class<T> kind, List<Write> steps) {
        return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private boolean writeRecords(Session session, List<Write> steps, @Nullable Savepoint beforeMany)
            throws SQLException {
        if (beforeMany == null) {
            return writeOneByOne(session, steps);
        }
        try {
            return writeInRuns(session, steps);
        } catch (UncountedBatchException e) {
            session.connection().rollback(beforeMany);
            return writeOneByOne(session, steps);
        }
    }

    /** Writes steps of one kind that follow each other together. */
    private boolean writeInRuns(Session session, List<Write> steps) throws SQLException {
        int from = 0;
        while (from < steps.size()) {
            Class<?> kind = steps.get(from).getClass();
            int to = from + 1;
            while (to < steps.size() && steps.get(to).getClass() == kind) {
                to++;
            }
            if (!writeTogether(session, steps.subList(from, to))) {
                return false;
            }
            from = to;
        }
        return true;
    }

    private boolean writeTogether(Session session, List<Write> run) throws SQLException {
        if (run.size() > 1 && run.get(0) instanceof Write.Update) {
            return tokens.update(
                    session,
                    of(Write.Update.class, run).stream().map(Write.Update::next).toList());
        }
        if (run.size() > 1 && run.get(0) instanceof Write.Delete) {
            return tokens.delete(
                    session,
                    of(Write.Delete.class, run).stream().map(Write.Delete::held).toList());
        }
        return writeOneByOne(session, run);
    }

    private boolean writeOneByOne(Session session, List<Write> steps) throws SQLException {
        for (Write step : steps) {
            if (!write(session, step)) {
                return false;
            }
        }
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
            return tokens.delete(session, delete.held());
        }
        // A mark is written with the entry of the feed.
        return !(step instanceof Write.State next) || state.update(session, next.next());
    }
}
