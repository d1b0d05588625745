package dev.latchkey.page;

import dev.latchkey.token.TokenId;
import dev.latchkey.token.TrailQuery;

/** What the history is filtered by, as it was typed. */
record HistoryFilter(String token, String actor, String after) {

    static HistoryFilter of(PageRequest request) {
        return new HistoryFilter(
                request.query("token").strip(), request.query("actor").strip(), request.query("after"));
    }

    /** {@return the parameters that filter by the same, from the first page on} */
    QueryString parameters() {
        return QueryString.none().with("token", token).with("actor", actor);
    }

    /**
     * {@return the query}
     *
     * @throws IllegalArgumentException if a text is one that no entry has
     */
    TrailQuery toQuery(int limit) {
        TrailQuery query = TrailQuery.all().limit(limit);
        if (!token.isEmpty()) {
            query = query.ofToken(TokenId.of(token));
        }
        if (!actor.isEmpty()) {
            query = query.byActor(actor);
        }
        return after.isEmpty() ? query : query.after(after);
    }
}
