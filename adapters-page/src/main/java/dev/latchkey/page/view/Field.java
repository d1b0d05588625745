package dev.latchkey.page.view;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One field of a form.
 *
 * @param kind how it is filled in
 * @param name its name
 * @param label what is asked
 * @param hint what helps to answer; null for nothing
 * @param value the text so far; unused where there are options to choose from, and for a secret
 * @param options what can be chosen, or what is suggested for a text
 * @param error what is wrong with the answer so far; null for nothing
 */
public record Field(
        Kind kind,
        String name,
        String label,
        @Nullable String hint,
        String value,
        List<Option> options,
        @Nullable String error) {

    /** How a field is filled in. */
    public enum Kind {
        /** One line of text. */
        TEXT,
        /** A number of days. */
        NUMBER,
        /** A day. */
        DATE,
        /** A secret, which is never shown and which a browser does not remember. */
        SECRET,
        /** One of the options. */
        RADIOS,
        /** Any of the options. */
        CHECKBOXES
    }

    /**
     * Something to choose.
     *
     * @param value what is sent
     * @param label what it is called
     * @param hint what it means; null for nothing
     * @param chosen whether it is chosen so far
     * @param inner whether it is a part of the option above it
     */
    public record Option(
            String value, String label, @Nullable String hint, boolean chosen, boolean inner) {}

    public Field {
        options = List.copyOf(options);
    }

    /**
     * {@return a field to write in}
     *
     * @param kind text or date
     * @param name its name
     * @param label what is asked
     * @param hint what helps to answer
     * @param value the text so far
     */
    public static Field of(Kind kind, String name, String label, @Nullable String hint, String value) {
        return new Field(kind, name, label, hint, value, List.of(), null);
    }

    /**
     * {@return a field to choose from}
     *
     * @param kind radios or checkboxes
     * @param name its name
     * @param label what is asked
     * @param hint what helps to answer
     * @param options what can be chosen
     */
    public static Field choice(Kind kind, String name, String label, @Nullable String hint, List<Option> options) {
        return new Field(kind, name, label, hint, "", options, null);
    }

    /**
     * {@return this field with texts that are suggested}
     *
     * @param suggestions the texts
     */
    public Field suggesting(List<Option> suggestions) {
        return new Field(kind, name, label, hint, value, suggestions, error);
    }

    /** {@return whether it is chosen from options} */
    public boolean isChoice() {
        return kind == Kind.RADIOS || kind == Kind.CHECKBOXES;
    }

    /** {@return what a browser calls such a field} */
    public String type() {
        return switch (kind) {
            case NUMBER, DATE -> kind.name().toLowerCase(Locale.ROOT);
            case RADIOS -> "radio";
            case CHECKBOXES -> "checkbox";
            default -> "text";
        };
    }

    /** {@return the answer so far, for people; empty for none, and for a choice without a value} */
    public String shown() {
        return isChoice()
                ? options.stream()
                        .filter(option -> option.chosen() && !option.value().isEmpty())
                        .map(Option::label)
                        .collect(Collectors.joining(", "))
                : value;
    }

    /** {@return the elements that describe it; null for none} */
    public @Nullable String describedBy() {
        String ids = (hint == null ? "" : name + "-hint ") + (error == null ? "" : name + "-error");
        return ids.isEmpty() ? null : ids.strip();
    }

    /**
     * {@return this field with what is wrong}
     *
     * @param problem what is wrong; null for nothing
     */
    public Field wrong(@Nullable String problem) {
        return new Field(kind, name, label, hint, value, options, problem);
    }

    /** {@return the element that a summary of errors leads to} */
    public String target() {
        return isChoice() ? name + "-0" : name;
    }
}
