package dev.latchkey.page;

import dev.latchkey.page.view.ListView;
import dev.latchkey.page.view.ListView.Extent;
import dev.latchkey.page.view.ListView.Tab;
import dev.latchkey.page.view.Messages;
import dev.latchkey.page.view.Screens;
import dev.latchkey.page.view.TokenRow;
import dev.latchkey.token.TokenQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The list of an owner's tokens: those that can be used or enabled again, or those that have ended. */
final class ListScreen {

    private static final String STATE = "state";
    private static final String SORT = "sort";
    private static final String AFTER = "after";
    private static final String INACTIVE = "inactive";

    private final Call call;
    private final Optional<Instant> recordedSince;
    private final ListFilter filter;
    private final boolean active;
    private final ListOrder order;

    private ListScreen(Call call) {
        this.call = call;
        this.recordedSince = call.service().tokens().administration().usesRecordedSince();
        this.filter = new ListFilter(call, recordedSince.isPresent());
        this.active = !call.request().query(STATE).equals(INACTIVE);
        this.order = active ? ListOrder.named(call.request().query(SORT), orders()) : ListOrder.ENDED;
    }

    static PageResponse answer(Call call) {
        return new ListScreen(call).answer();
    }

    /** {@return the address of the list of tokens that have ended, the last one first} */
    static QueryString inactive() {
        return QueryString.none().with(STATE, INACTIVE);
    }

    private PageResponse answer() {
        if (!filter.problems().isEmpty()) {
            return Pages.wrong(Screens.list(view(List.of(), new Extent(null, null, false, 0))));
        }
        TokenQuery query = order.applyTo(active ? filter.query().unrevoked() : filter.query(), call.now());
        Optional<TokenQuery> later = ListOrder.after(query, call.request().query(AFTER));
        ListSearch.Found found = ListSearch.find(call, later.orElse(query), order, active);
        Insights insights = Insights.of(call, found.tokens(), recordedSince.isPresent());
        List<TokenRow> rows = found.tokens().stream()
                .map(token -> TokenRows.of(call, token, insights))
                .toList();
        Extent extent = new Extent(
                later.map(any -> here().at("./")).orElse(null),
                found.next().map(next -> here().with(AFTER, next).at("./")).orElse(null),
                found.isPartial(),
                found.unreadable());
        return Pages.ok(Screens.list(view(rows, extent)));
    }

    private ListView view(List<TokenRow> rows, Extent extent) {
        Messages text = call.text();
        String title = text.get("list.title");
        return new ListView(
                call.frame(filter.problems().isEmpty() ? title : text.get("problems.title", title), "list"),
                title,
                rows,
                List.of(tab("list.active", "", active), tab("list.inactive", INACTIVE, !active)),
                active,
                recordedSince.isPresent(),
                new FilterForm(call, filter, recordedSince)
                        .view(
                                active ? orders() : List.of(),
                                order,
                                QueryString.none().with(STATE, active ? "" : INACTIVE)),
                extent,
                call.visit().mayCreate(),
                call.visit().mayManage());
    }

    private List<ListOrder> orders() {
        return ListOrder.ofActive(recordedSince.isPresent());
    }

    /** {@return the list with the same filter: it is not known whether the order exists there} */
    private Tab tab(String key, String state, boolean current) {
        return new Tab(
                call.text().get(key), filter.parameters().with(STATE, state).at("./"), current);
    }

    /** {@return the first page of this list} */
    private QueryString here() {
        return filter.parameters().with(STATE, active ? "" : INACTIVE).with(SORT, active ? order.parameter() : "");
    }
}
