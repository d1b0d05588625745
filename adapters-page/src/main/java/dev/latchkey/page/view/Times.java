package dev.latchkey.page.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;

/** Writes times for one reader. Immutable and thread-safe. */
public final class Times {

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final Messages text;
    private final Instant now;
    private final ZoneId zone;
    private final DateTimeFormatter exact;
    private final DateTimeFormatter date;

    /**
     * Makes what writes times.
     *
     * @param text the reader's language
     * @param zone the reader's zone
     * @param now the time from which others are seen
     */
    public Times(Messages text, ZoneId zone, Instant now) {
        this.text = text;
        this.now = now;
        this.zone = zone;
        this.exact = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(text.locale())
                .withZone(zone);
        this.date = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(text.locale())
                .withZone(zone);
    }

    /** {@return the time from which others are seen} */
    public Instant now() {
        return now;
    }

    /** {@return the reader's zone} */
    public ZoneId zone() {
        return zone;
    }

    /**
     * {@return a time}
     *
     * @param time the time
     */
    public When when(Instant time) {
        return new When(
                time.truncatedTo(ChronoUnit.SECONDS).toString(), exact.format(time), UTC.format(time), relative(time));
    }

    /**
     * {@return the day of a time, in full}
     *
     * @param time the time
     */
    public String day(Instant time) {
        return date.format(time);
    }

    private String relative(Instant time) {
        boolean past = !time.isAfter(now);
        Duration distance = Duration.between(now, time).abs();
        String direction = past ? "ago" : "in";
        if (distance.toMinutes() == 0) {
            return text.get("time." + direction + ".moment");
        }
        if (distance.toHours() == 0) {
            return text.count("time." + direction + ".minutes", distance.toMinutes());
        }
        return distance.toDays() == 0
                ? text.count(
                        "time." + direction + ".hours", distance.plusMinutes(30).toHours())
                : text.count("time." + direction + ".days", days(distance));
    }

    /**
     * {@return a duration in days, rounded: what lives for 90 days has 90 left a minute later}
     *
     * @param duration zero or more
     */
    public static long days(Duration duration) {
        return duration.plusHours(12).toDays();
    }

    /**
     * {@return a duration in words, in its largest whole unit}
     *
     * @param duration zero or more
     */
    public String length(Duration duration) {
        if (duration.toMillis() % 1_000 != 0) {
            return text.get("duration.milliseconds", duration.toMillis());
        }
        if (duration.toSeconds() % 60 != 0) {
            return text.count("duration.seconds", duration.toSeconds());
        }
        if (duration.toMinutes() % 60 != 0) {
            return text.count("duration.minutes", duration.toMinutes());
        }
        return duration.toHours() % 24 != 0
                ? text.count("duration.hours", duration.toHours())
                : text.count("duration.days", duration.toDays());
    }
}
