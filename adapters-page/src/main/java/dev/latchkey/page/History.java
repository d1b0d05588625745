package dev.latchkey.page;

import dev.latchkey.StoredToken;
import dev.latchkey.page.view.HistoryEntry;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TrailEntry;
import dev.latchkey.token.TrailEntry.Action;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who did what to the tokens in view: from the durable trail, or, if none is kept, from the records. */
final class History {

    private static final int SHOWN_WITH_A_TOKEN = 10;
    private static final int RECORDS = 200;

    private final Call call;

    private History(Call call) {
        this.call = call;
    }

    static History of(Call call) {
        return new History(call);
    }

    /** Something that was done, not yet translated. */
    record Deed(
            Instant at,
            Action action,
            @Nullable String by,
            TokenId token,
            @Nullable String reason,
            @Nullable String before,
            @Nullable String after) {

        static Deed of(TrailEntry entry) {
            return new Deed(
                    entry.act().at(),
                    entry.act().action(),
                    entry.act().by(),
                    entry.subject().token(),
                    entry.act().reason(),
                    entry.effect().before(),
                    entry.effect().after());
        }
    }

    /** One page of deeds, the newest first. */
    record Page(List<Deed> deeds, Optional<String> next, boolean durable) {}

    Page page(TrailQuery query) {
        try {
            TrailPage page = call.tokens().trail(query);
            return new Page(page.entries().stream().map(Deed::of).toList(), page.next(), true);
        } catch (IllegalStateException e) {
            // No trail is kept.
            return new Page(fromRecords(query), Optional.empty(), false);
        }
    }

    private List<Deed> fromRecords(TrailQuery query) {
        List<StoredToken> tokens = query.token() == null
                ? call.tokens()
                        .list(TokenQuery.all().newestFirst().limit(RECORDS))
                        .tokens()
                : call.tokens().find(query.token()).stream().toList();
        return tokens.stream()
                .flatMap(token -> deeds(token).stream())
                .filter(deed -> query.actor() == null || query.actor().equals(deed.by()))
                .sorted(Comparator.comparing(Deed::at).reversed())
                .limit(query.limit())
                .toList();
    }

    private static List<Deed> deeds(StoredToken token) {
        List<Deed> deeds = new ArrayList<>();
        deeds.add(new Deed(
                token.issuedAt(),
                Action.ISSUED,
                token.createdBy().orElse(null),
                token.id(),
                null,
                null,
                token.scopes().toString()));
        token.disablement().ifPresent(by -> deeds.add(stop(token, Action.DISABLED, by)));
        token.revocation().ifPresent(by -> deeds.add(stop(token, Action.REVOKED, by)));
        return deeds;
    }

    private static Deed stop(StoredToken token, Action action, Intervention by) {
        return new Deed(by.at(), action, by.by(), token.id(), by.reason(), null, null);
    }

    List<HistoryEntry> ofToken(StoredToken token) {
        return page(TrailQuery.all().ofToken(token.id()).limit(SHOWN_WITH_A_TOKEN)).deeds().stream()
                .map(this::shown)
                .toList();
    }

    HistoryEntry shown(Deed deed) {
        return new HistoryEntry(
                call.times().when(deed.at()),
                call.text().get("deed." + deed.action()),
                call.nameOf(Optional.ofNullable(deed.by())),
                deed.by() == null
                        ? null
                        : QueryString.none().with("actor", deed.by()).at("history"),
                deed.token().toString(),
                deed.reason() == null ? null : Reasons.shown(call.text(), deed.reason()),
                deed.before(),
                deed.after());
    }
}
