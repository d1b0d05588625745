package dev.latchkey.page.view;

import org.jspecify.annotations.Nullable;

/**
 * One entry of the history.
 *
 * @param at when
 * @param action what was done, in words
 * @param by who did it, in words
 * @param deeds the address of what the same actor did, from the list on; null for the service itself
 * @param token the token
 * @param reason why; null where no reason was given
 * @param before what it was; null for nothing
 * @param after what it is; null for nothing
 */
public record HistoryEntry(
        When at,
        String action,
        String by,
        @Nullable String deeds,
        String token,
        @Nullable String reason,
        @Nullable String before,
        @Nullable String after) {}
