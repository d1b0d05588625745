package dev.latchkey.page;

import dev.latchkey.StoredToken;
import dev.latchkey.page.view.Field;
import dev.latchkey.page.view.FormView;
import dev.latchkey.page.view.Frame;
import dev.latchkey.page.view.Screens;
import dev.latchkey.page.view.TokenRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A form about tokens that exist: its texts have a common key. Every method returns a new form. */
final class FormScreen {

    private final Call call;
    private final String key;
    private final List<StoredToken> tokens;
    private final List<Field> fields;
    private final List<Frame.Hidden> hidden;
    private final Promises said;

    /** What the form says of its effect: before its fields, and at its button; null for nothing. */
    private record Promises(
            @Nullable String before, @Nullable String atButton) {}

    private FormScreen(
            Call call,
            String key,
            List<StoredToken> tokens,
            List<Field> fields,
            List<Frame.Hidden> hidden,
            Promises said) {
        this.call = call;
        this.key = key;
        this.tokens = tokens;
        this.fields = fields;
        this.hidden = hidden;
        this.said = said;
    }

    /** @param key of the texts {@code .title}, {@code .lead} and {@code .submit} */
    static FormScreen of(Call call, String key, List<StoredToken> tokens) {
        return new FormScreen(call, key, tokens, List.of(), List.of(), new Promises(null, null));
    }

    FormScreen asking(List<Field> more) {
        return new FormScreen(call, key, tokens, more, hidden, said);
    }

    FormScreen sending(List<Frame.Hidden> more) {
        return new FormScreen(call, key, tokens, fields, more, said);
    }

    /** {@return this form, which states what is known of its effect before its fields} */
    FormScreen noting(@Nullable String effect) {
        return new FormScreen(call, key, tokens, fields, hidden, new Promises(effect, said.atButton()));
    }

    /** {@return this form, whose button states the bound of a revocation} */
    FormScreen promising() {
        return promising("promise");
    }

    /** {@return this form, whose button states within which time the change is in force} */
    FormScreen promisingChange() {
        return promising("promise.change");
    }

    private FormScreen promising(String promiseKey) {
        return new FormScreen(call, key, tokens, fields, hidden, new Promises(said.before(), call.promise(promiseKey)));
    }

    /** {@return the form; with status 422 if something is wrong with a field} */
    PageResponse show(boolean dangerous) {
        boolean wrong = fields.stream().anyMatch(field -> field.error() != null);
        String title = call.text().get(key + ".title");
        Frame frame = call.frame(wrong ? call.text().get("problems.title", title) : title, key);
        Insights insights = Insights.of(call, tokens, true);
        List<TokenRow> rows = tokens.stream()
                .map(token -> TokenRows.of(call, token, insights))
                .toList();
        String back =
                frame.root().isEmpty() ? "./" : frame.root() + tokens.get(0).id();
        byte[] body = Screens.form(new FormView(
                frame,
                title,
                call.text().get(key + ".lead"),
                rows,
                fields,
                hidden,
                call.text().get(key + ".submit"),
                said.before(),
                said.atButton(),
                dangerous,
                back));
        return wrong ? Pages.wrong(body) : Pages.ok(body);
    }
}
