package dev.latchkey.change;

import dev.latchkey.port.ChangeTrail;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TrailEntry;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Effect;
import dev.latchkey.token.TrailEntry.Subject;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes changes to a store, with their entries if a durable trail is kept. Thread-safe. */
public final class Trail {

    private final TokenStore store;
    private final @Nullable ChangeTrail kept;
    private final SecureRandom random;

    private Trail(TokenStore store, @Nullable ChangeTrail kept, SecureRandom random) {
        this.store = store;
        this.kept = kept;
        this.random = random;
    }

    /**
     * {@return a trail that keeps no entries}
     *
     * @param store the store that changes are written to
     */
    public static Trail none(TokenStore store) {
        return new Trail(store, null, new SecureRandom());
    }

    /**
     * {@return a trail that is kept in the store}
     *
     * @param store the store that changes are written to
     * @param trail the store's durable trail
     * @param random makes the ids of entries unique
     */
    public static Trail kept(TokenStore store, ChangeTrail trail, SecureRandom random) {
        return new Trail(store, trail, random);
    }

    /**
     * A change of a record: the step, and what its trail entry is made from.
     *
     * @param step the step
     * @param act who does what, and why
     * @param before the record as it was read; null for a new one
     * @param after the record as it will be
     */
    record Deed(Write step, Act act, @Nullable TokenRecord before, TokenRecord after) {

        static Deed issued(TokenRecord record, Act act) {
            return new Deed(new Write.Insert(record), act, null, record);
        }

        static Deed changed(TokenRecord before, TokenRecord after, Act act) {
            return new Deed(new Write.Update(before, after), act, before, after);
        }

        Subject subject() {
            return after.subject();
        }
    }

    /**
     * Writes all of these or nothing.
     *
     * @param deeds the changes that the trail shows
     * @param besides further steps, which the trail does not show
     */
    boolean write(List<Deed> deeds, List<Write> besides) {
        List<Write> steps =
                Stream.concat(deeds.stream().map(Deed::step), besides.stream()).toList();
        return kept == null
                ? store.write(steps)
                : kept.write(steps, deeds.stream().map(this::entry).toList());
    }

    TrailPage page(TrailQuery query) {
        if (kept == null) {
            throw new IllegalStateException("no trail is kept; set AccessTokensBuilder.keepingTrail()");
        }
        return kept.trail(query);
    }

    private TrailEntry entry(Deed deed) {
        return TrailEntry.of(deed.subject(), deed.act(), effect(deed), random);
    }

    /** {@return what a change did to the token, for the trail and for listeners} */
    static Effect effect(Deed deed) {
        return switch (deed.act().action()) {
            case ISSUED, NARROWED -> effect(deed, Trail::scopes);
            case DESCRIBED -> effect(deed, Trail::description);
            case SHORTENED -> effect(deed, Trail::end);
            case ATTRIBUTES_CHANGED -> effect(deed, Trail::attributes);
            case ROTATED -> effect(deed, Trail::successor);
            case DISABLED, ENABLED, REVOKED -> Effect.NONE;
        };
    }

    /** The effect that the trail shows. */
    private interface View {
        @Nullable String of(TokenRecord record);
    }

    private static Effect effect(Deed deed, View view) {
        return new Effect(deed.before() == null ? null : view.of(deed.before()), view.of(deed.after()));
    }

    private static String scopes(TokenRecord record) {
        return record.grant().scopes();
    }

    private static String description(TokenRecord record) {
        return record.grant().description();
    }

    private static @Nullable String end(TokenRecord record) {
        Instant end = record.lifecycle().expiresAt();
        return end == null ? null : end.toString();
    }

    private static String attributes(TokenRecord record) {
        return record.attributes().entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining("\n"));
    }

    private static @Nullable String successor(TokenRecord record) {
        return record.lineage().successor() == null
                ? null
                : record.lineage().successor().toString();
    }
}
