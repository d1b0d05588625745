package dev.latchkey.page;

import dev.latchkey.StoredToken;
import dev.latchkey.TokenList;
import dev.latchkey.page.view.ListView;
import dev.latchkey.page.view.Screens;
import dev.latchkey.page.view.TokenRow;
import dev.latchkey.token.TokenCursor;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The list of an owner's tokens: those that can be used or enabled again, or those that have ended.
 *
 * <p>A store selects by revocation, not by expiry: expired tokens between active ones are read and left out, so a page can have
 * more or fewer rows than others.
 */
final class ListScreen {

    private static final int PAGE_SIZE = 50;
    private static final int ENOUGH = 25;
    private static final int MOST_READS = 8;

    private ListScreen() {}

    private record Found(List<StoredToken> tokens, int unreadable, Optional<String> next) {}

    static PageResponse answer(Call call) {
        PageRequest request = call.request();
        boolean active = !request.query("state").equals("inactive");
        String sort = switch (request.query("sort")) {
            case "oldest" -> "oldest";
            case "expiry" -> "expiry";
            default -> "newest";
        };
        TokenQuery begin = active ? active(sort, call.now()) : inactive(call.now());
        Optional<TokenQuery> later = later(begin, request.query("after"));
        Found found = find(call, later.orElse(begin), active);
        List<TokenRow> rows =
                found.tokens().stream().map(token -> TokenRows.of(call, token)).toList();
        return Pages.ok(Screens.list(new ListView(
                call.frame(call.text().get("list.title"), "list"),
                rows,
                active,
                sort,
                found.next().orElse(null),
                later.isEmpty(),
                found.unreadable(),
                call.visit().mayCreate(),
                call.visit().mayManage())));
    }

    private static TokenQuery active(String sort, Instant now) {
        TokenQuery query = TokenQuery.all().unrevoked().limit(PAGE_SIZE);
        return switch (sort) {
            case "oldest" -> query.oldestFirst();
            case "expiry" -> beginning(query.orderedBy(Order.END, Direction.ASCENDING), now, TokenId.of(-1, -1));
            default -> query.newestFirst();
        };
    }

    /** What ended last comes first. */
    private static TokenQuery inactive(Instant now) {
        return beginning(
                TokenQuery.all().orderedBy(Order.END, Direction.DESCENDING).limit(PAGE_SIZE),
                now.plusMillis(1),
                TokenId.of(0, 0));
    }

    private static TokenQuery beginning(TokenQuery query, Instant end, TokenId id) {
        return query.after(query.print(new TokenCursor(end.toEpochMilli(), id)));
    }

    /** {@return the query from a cursor on; empty for the first page, also where the cursor is not one of this list} */
    private static Optional<TokenQuery> later(TokenQuery query, String cursor) {
        try {
            return cursor.isEmpty() ? Optional.empty() : Optional.of(query.after(cursor));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Found find(Call call, TokenQuery begin, boolean active) {
        List<StoredToken> tokens = new ArrayList<>();
        int unreadable = 0;
        Optional<String> next;
        TokenQuery query = begin;
        int reads = 0;
        do {
            TokenList page = call.tokens().list(query);
            page.tokens().stream()
                    .filter(token -> TokenRows.hasEnded(token, call.now()) != active)
                    .forEach(tokens::add);
            unreadable += page.unreadable().size();
            next = page.next();
            query = next.isPresent() ? query.after(next.get()) : query;
            reads++;
        } while (next.isPresent() && tokens.size() < ENOUGH && reads < MOST_READS);
        return new Found(tokens, unreadable, next);
    }
}
