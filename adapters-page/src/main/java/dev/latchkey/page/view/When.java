package dev.latchkey.page.view;

/**
 * A time, as a reader sees it.
 *
 * @param machine for {@code datetime}
 * @param exact in the reader's zone and language
 * @param utc the same in UTC, for {@code title}
 * @param relative seen from now, such as "in 5 days"
 */
public record When(String machine, String exact, String utc, String relative) {}
