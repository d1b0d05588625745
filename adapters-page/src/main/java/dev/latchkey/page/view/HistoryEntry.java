package dev.latchkey.page.view;

import org.jspecify.annotations.Nullable;

/**
 * One entry of the history.
 *
 * @param at when
 * @param action what was done, in words
 * @param by who did it, in words
 * @param actor who did it, for a filter; null for the service itself
 * @param token the token
 * @param reason why; null where no reason was given
 * @param before what it was; null for nothing
 * @param after what it is; null for nothing
 */
public record HistoryEntry(
        When at,
        String action,
        String by,
        @Nullable String actor,
        String token,
        @Nullable String reason,
        @Nullable String before,
        @Nullable String after) {}
