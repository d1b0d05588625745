package dev.latchkey.page;

import dev.latchkey.page.view.HistoryView;
import dev.latchkey.page.view.Screens;
import dev.latchkey.token.TrailQuery;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who did what to all tokens in view. */
final class HistoryScreen {

    private static final int PAGE_SIZE = 50;

    private HistoryScreen() {}

    static PageResponse answer(Call call) {
        HistoryFilter filter = HistoryFilter.of(call.request());
        TrailQuery query;
        try {
            query = filter.toQuery(PAGE_SIZE);
        } catch (IllegalArgumentException e) {
            History.Page nothing = new History.Page(List.of(), Optional.empty(), true);
            return Pages.wrong(screen(call, filter, nothing, call.text().get("problem.filter")));
        }
        return Pages.ok(screen(call, filter, History.of(call).page(query), null));
    }

    private static byte[] screen(Call call, HistoryFilter filter, History.Page page, @Nullable String problem) {
        return Screens.history(new HistoryView(
                call.frame(call.text().get("history.title"), "history"),
                page.deeds().stream().map(History.of(call)::shown).toList(),
                filter.token(),
                filter.actor(),
                filter.parameters().at("history.csv"),
                page.next()
                        .map(next -> filter.parameters().with("after", next).at("history"))
                        .orElse(null),
                page.durable(),
                problem));
    }
}
