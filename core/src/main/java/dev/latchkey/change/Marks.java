package dev.latchkey.change;

import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the core notes in a record for itself: one line for each note in {@link TokenRecord#details()}.
 *
 * <p>Lines that this version does not know are kept. Immutable.
 */
public final class Marks {

    private static final String RETIRES = "retires ";
    private static final String ANNOUNCED = "announced ";
    private static final String SEPARATOR = "\n";

    private final List<String> lines;

    private Marks(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    /** {@return no marks} */
    public static Marks none() {
        return new Marks(List.of());
    }

    /**
     * {@return the marks of a record}
     *
     * @param record the record
     */
    public static Marks of(TokenRecord record) {
        return record.details().isEmpty()
                ? none()
                : new Marks(List.of(record.details().split(SEPARATOR)));
    }

    /** {@return the token that the first use of this one ends, or null} */
    public @Nullable TokenId retires() {
        String id = value(RETIRES);
        return id == null ? null : TokenId.parse(id).orElse(null);
    }

    /**
     * {@return these marks, of a token whose first use ends another}
     *
     * @param old the other token; null for none
     */
    public Marks retiring(@Nullable TokenId old) {
        return with(RETIRES, old == null ? null : old.toString());
    }

    /**
     * {@return the shortest time before the expiry at which it was announced, or null if it was not} Zero if the mark
     * cannot be read, so that nothing is announced twice.
     */
    public @Nullable Duration announced() {
        String millis = value(ANNOUNCED);
        try {
            return millis == null ? null : Duration.ofMillis(Long.parseLong(millis));
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }

    /**
     * {@return these marks, of a token whose expiry was announced}
     *
     * @param before how long before the expiry; in whole milliseconds
     */
    public Marks announcing(Duration before) {
        return with(ANNOUNCED, Long.toString(before.toMillis()));
    }

    private @Nullable String value(String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .findFirst()
                .orElse(null);
    }

    private Marks with(String name, @Nullable String value) {
        List<String> next = new ArrayList<>(lines);
        next.removeIf(line -> line.startsWith(name));
        if (value != null) {
            next.add(name + value);
        }
        return new Marks(next);
    }

    /** {@return the details of a record with these marks} */
    public String text() {
        return String.join(SEPARATOR, lines);
    }
}
