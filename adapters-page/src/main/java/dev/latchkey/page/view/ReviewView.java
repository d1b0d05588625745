package dev.latchkey.page.view;

import java.util.List;

/**
 * What a new token will be able to do, before it is made.
 *
 * @param frame what stands around it
 * @param description what it is for
 * @param can what it can do
 * @param cannot what it cannot do
 * @param where where it can do that
 * @param until until when, as a sentence
 * @param forever whether it never expires
 * @param input what was filled in
 */
public record ReviewView(
        Frame frame,
        String description,
        List<TokenRow.Permission> can,
        List<TokenRow.Permission> cannot,
        List<String> where,
        String until,
        boolean forever,
        List<Frame.Hidden> input) {

    public ReviewView {
        can = List.copyOf(can);
        cannot = List.copyOf(cannot);
        where = List.copyOf(where);
        input = List.copyOf(input);
    }
}
