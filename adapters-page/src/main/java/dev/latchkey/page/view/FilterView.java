package dev.latchkey.page.view;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The form that searches, filters and sorts the list.
 *
 * @param search the text to search for
 * @param fields the filters
 * @param orders the orders to choose from; none if there is only one
 * @param state what else is sent
 * @param clear the address of the list without filters; null if nothing is filtered
 */
public record FilterView(
        Field search,
        List<Field> fields,
        List<Field.Option> orders,
        List<Frame.Hidden> state,
        @Nullable String clear) {

    public FilterView {
        fields = List.copyOf(fields);
        orders = List.copyOf(orders);
        state = List.copyOf(state);
    }

    /** {@return the filters that are set} */
    public List<Field> chosen() {
        return fields.stream().filter(field -> !field.shown().isEmpty()).toList();
    }

    /** {@return the fields with which something is wrong} */
    public List<Field> wrong() {
        return Stream.concat(Stream.of(search), fields.stream())
                .filter(field -> field.error() != null)
                .toList();
    }
}
