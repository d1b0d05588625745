package dev.latchkey.page.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something to do with tokens that exist: what it is about, what to fill in, what it will do.
 *
 * @param frame what stands around it
 * @param heading what it is
 * @param lead what will happen
 * @param tokens the tokens that it is about
 * @param fields what to fill in
 * @param hidden what is sent besides
 * @param submit what the button says
 * @param note what is known of its effect; null for nothing
 * @param promise what the button promises; null for nothing
 * @param dangerous whether it cannot be undone
 * @param back where to go instead
 */
public record FormView(
        Frame frame,
        String heading,
        String lead,
        List<TokenRow> tokens,
        List<Field> fields,
        List<Frame.Hidden> hidden,
        String submit,
        @Nullable String note,
        @Nullable String promise,
        boolean dangerous,
        String back) {

    public FormView {
        tokens = List.copyOf(tokens);
        fields = List.copyOf(fields);
        hidden = List.copyOf(hidden);
    }

    /** {@return the fields with which something is wrong} */
    public List<Field> wrong() {
        return fields.stream().filter(field -> field.error() != null).toList();
    }
}
