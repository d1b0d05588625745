package dev.latchkey.inmemory;

import dev.latchkey.port.Write;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TrailEntry;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stores that are wrong about their trail. */
final class SabotagedTrails {

    private SabotagedTrails() {}

    /** Two statements in two transactions. */
    static class TellsOfRefusedSteps extends DelegatingStore {
        @Override
        public boolean write(List<Write> writes, List<TrailEntry> entries) {
            boolean written = right.write(writes);
            right.write(List.of(), entries);
            return written;
        }
    }

    /** A change that nobody hears of. */
    static class LosesEntries extends DelegatingStore {
        @Override
        public boolean write(List<Write> writes, List<TrailEntry> entries) {
            return right.write(writes, writes.isEmpty() ? entries : List.of());
        }
    }

    /** A batch of any length. */
    static class TakesAnyNumber extends DelegatingStore {
        @Override
        public boolean write(List<Write> writes, List<TrailEntry> entries) {
            for (TrailEntry entry : entries.subList(0, Math.max(0, entries.size() - right.maximumWrites()))) {
                right.write(List.of(), List.of(entry));
            }
            return right.write(
                    writes, entries.stream().limit(right.maximumWrites()).toList());
        }
    }

    /** A page that begins with the entry that the one before ended with. */
    static class RepeatsTheLast extends DelegatingStore {
        @Override
        public TrailPage trail(TrailQuery query) {
            TrailPage page = right.trail(query);
            List<TrailEntry> entries = page.entries();
            return page.next().isEmpty() || entries.size() < 2
                    ? page
                    : new TrailPage(
                            entries,
                            List.of(),
                            Optional.of(entries.get(entries.size() - 2).id()));
        }
    }

    /** A filter that is applied to the first page alone. */
    static class ForgetsTheActor extends DelegatingStore {
        @Override
        public TrailPage trail(TrailQuery query) {
            return right.trail(
                    query.after() == null
                            ? query
                            : new TrailQuery(query.owner(), query.token(), null, query.after(), query.limit()));
        }
    }

    /** What is as old as the time goes too. */
    static class TrimsOneMore extends DelegatingStore {
        @Override
        public int trimTrail(Instant before, int limit) {
            return right.trimTrail(before.plusMillis(1), limit);
        }
    }

    /** A DELETE without a limit. */
    static class TrimsBeyondTheLimit extends DelegatingStore {
        @Override
        public int trimTrail(Instant before, int limit) {
            int trimmed = right.trimTrail(before, limit);
            while (right.trimTrail(before, limit) > 0) {
                // All that is old.
            }
            return trimmed;
        }
    }

    /** A DELETE by a column that is not binary. */
    static class ErasesOwnersIgnoringCase extends DelegatingStore {
        @Override
        public int eraseTrail(String owner, int limit) {
            return right.eraseTrail(owner, limit) + right.eraseTrail(owner.replace("acme", "Acme"), limit);
        }
    }

    /** Whatever names the owner goes, also what happened to others' tokens. */
    static class ErasesWhatTheOwnerDid extends DelegatingStore {
        @Override
        public int eraseTrail(String owner, int limit) {
            right.trail(TrailQuery.all().byActor(owner)).entries().stream()
                    .map(entry -> entry.subject().owner())
                    .distinct()
                    .filter(other -> !other.equals(owner))
                    .forEach(other -> right.eraseTrail(other, limit));
            return right.eraseTrail(owner, limit);
        }
    }

    /** Only entries of tokens that are still stored are found. */
    static class ErasesByStoredTokens extends DelegatingStore {
        @Override
        public int eraseTrail(String owner, int limit) {
            boolean any = !right.list(TokenQuery.all().ownedBy(owner)).isEmpty();
            return any ? right.eraseTrail(owner, 1) : right.eraseTrail(owner, limit);
        }
    }

    /** A DELETE without a limit. */
    static class ErasesBeyondTheLimit extends DelegatingStore {
        @Override
        public int eraseTrail(String owner, int limit) {
            int erased = right.eraseTrail(owner, limit);
            while (right.eraseTrail(owner, limit) > 0) {
                // All of them.
            }
            return erased;
        }
    }

    /** Its arguments are not checked. */
    static class ErasesByAnyLimit extends DelegatingStore {
        @Override
        public int eraseTrail(String owner, int limit) {
            return right.eraseTrail(owner, Math.min(Math.max(limit, 1), 1_000));
        }
    }
}
