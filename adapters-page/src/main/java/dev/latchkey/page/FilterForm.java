package dev.latchkey.page;

import dev.latchkey.page.view.Field;
import dev.latchkey.page.view.Field.Kind;
import dev.latchkey.page.view.Field.Option;
import dev.latchkey.page.view.FilterView;
import dev.latchkey.page.view.Messages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The form of a filter, filled in as it was sent. */
final class FilterForm {

    private final Call call;
    private final ListFilter filter;
    private final Optional<Instant> recordedSince;

    /** @param recordedSince since when uses are recorded; empty if they are not */
    FilterForm(Call call, ListFilter filter, Optional<Instant> recordedSince) {
        this.call = call;
        this.filter = filter;
        this.recordedSince = recordedSince;
    }

    /**
     * {@return the form}
     *
     * @param orders the orders to choose from
     * @param chosen the order of the list
     * @param tab the list that is filtered
     */
    FilterView view(List<ListOrder> orders, ListOrder chosen, QueryString tab) {
        return new FilterView(
                field(Kind.TEXT, ListFilter.TEXT, null),
                fields(),
                orders.stream().map(order -> option(order, order == chosen)).toList(),
                tab.hidden(),
                filter.isEmpty() ? null : tab.at("./"));
    }

    private Option option(ListOrder order, boolean chosen) {
        return new Option(order.parameter(), call.text().get("list.sort." + order.parameter()), null, chosen, false);
    }

    private List<Field> fields() {
        Messages text = call.text();
        List<Field> fields = new ArrayList<>();
        fields.add(field(Kind.TEXT, ListFilter.SCOPE, text.get("filter.scope.hint"))
                .suggesting(permissions()));
        fields.add(
                field(Kind.TEXT, ListFilter.CREATOR, text.get("filter.by.hint")).suggesting(List.of(viewer())));
        fields.add(field(Kind.NUMBER, ListFilter.WITHIN, text.get("filter.within.hint")));
        if (recordedSince.isPresent() || !filter.value(ListFilter.IDLE).isEmpty()) {
            fields.add(field(
                    Kind.NUMBER,
                    ListFilter.IDLE,
                    recordedSince
                            .map(since ->
                                    text.get("filter.idle.hint", call.times().day(since)))
                            .orElse(null)));
        }
        List<Option> choices = filter.choices().stream()
                .map(choice -> new Option(
                        choice,
                        text.get(choice.isEmpty() ? "filter.only.all" : "filter.only." + choice),
                        null,
                        choice.equals(filter.value(ListFilter.ONLY)),
                        false))
                .toList();
        fields.add(Field.choice(Kind.RADIOS, ListFilter.ONLY, text.get("filter.only"), null, choices)
                .wrong(filter.problems().get(ListFilter.ONLY)));
        return fields;
    }

    private Field field(Kind kind, String name, @Nullable String hint) {
        return Field.of(kind, name, call.text().get("filter." + name), hint, filter.value(name))
                .wrong(filter.problems().get(name));
    }

    private List<Option> permissions() {
        return call.service().catalog().groups().stream()
                .flatMap(group -> group.permissions().stream())
                .map(permission ->
                        new Option(permission.scope().toString(), permission.description(), null, false, false))
                .toList();
    }

    private Option viewer() {
        return new Option(call.visit().viewer().id(), call.visit().viewer().name(), null, false, false);
    }
}
