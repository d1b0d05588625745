package dev.latchkey.page.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form for a new token.
 *
 * @param frame what stands around it
 * @param requestKey makes the form's token one, however often the form is sent
 * @param description what the token is for, so far
 * @param presets named sets of permissions
 * @param groups the permissions
 * @param resources where the token may act
 * @param expiry until when it works
 * @param problems what is wrong, field by field
 */
public record CreateView(
        Frame frame,
        String requestKey,
        String description,
        List<Preset> presets,
        List<Group> groups,
        @Nullable Resources resources,
        Expiry expiry,
        List<Problem> problems) {

    public CreateView {
        presets = List.copyOf(presets);
        groups = List.copyOf(groups);
        problems = List.copyOf(problems);
    }

    /**
     * {@return what is wrong with a field; null for nothing}
     *
     * @param target the field
     */
    public @Nullable String problem(String target) {
        return problems.stream()
                .filter(problem -> problem.target().equals(target))
                .map(Problem::text)
                .findFirst()
                .orElse(null);
    }

    /**
     * What is wrong.
     *
     * @param target the field's element
     * @param text what is wrong, and what would be right
     */
    public record Problem(String target, String text) {}

    /**
     * A named set of permissions.
     *
     * @param name its name
     * @param description what it is for
     */
    public record Preset(String name, String description) {}

    /**
     * Permissions under one heading.
     *
     * @param title the heading
     * @param rows the permissions
     */
    public record Group(String title, List<Row> rows) {
        public Group {
            rows = List.copyOf(rows);
        }
    }

    /**
     * A permission to tick, or one thing with several levels of access.
     *
     * @param title what it is about
     * @param description what that is
     * @param name the field's name
     * @param choices one to tick, or several to choose from
     */
    public record Row(String title, String description, String name, List<Choice> choices) {
        public Row {
            choices = List.copyOf(choices);
        }

        /** {@return whether there are several levels to choose from} */
        public boolean hasLevels() {
            return choices.size() > 1;
        }

        /** {@return whether no level is chosen} */
        public boolean isNone() {
            return choices.stream().noneMatch(Choice::chosen);
        }
    }

    /**
     * A permission.
     *
     * @param scope its name
     * @param label what it is called
     * @param description what it allows
     * @param chosen whether it is chosen so far
     * @param fixed why it cannot be changed; null if it can
     * @param includes the other permissions that it gives, with spaces between them
     */
    public record Choice(
            String scope,
            String label,
            String description,
            boolean chosen,
            @Nullable String fixed,
            String includes) {}

    /**
     * Where the token may act.
     *
     * @param everything whether all resources are chosen, also future ones
     * @param options the resources to choose from
     * @param search what they were searched by
     * @param more whether there are others
     */
    public record Resources(boolean everything, List<Field.Option> options, String search, boolean more) {
        public Resources {
            options = List.copyOf(options);
        }
    }

    /**
     * Until when the token works.
     *
     * @param options the lifetimes to choose from
     * @param custom the chosen day, for the custom lifetime
     * @param earliest the first day that can be chosen
     * @param latest the last one
     * @param sure whether the second sentence of a token without end is ticked; null where none may be made
     */
    public record Expiry(
            List<Field.Option> options,
            String custom,
            String earliest,
            String latest,
            @Nullable Boolean sure) {
        public Expiry {
            options = List.copyOf(options);
        }
    }
}
