package dev.latchkey.page;

import dev.latchkey.token.TrailQuery;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The history as a file for a spreadsheet (RFC 4180).
 *
 * <p>If a spreadsheet would interpret a cell as a formula, the cell begins with an apostrophe.
 */
final class HistoryCsv {

    private static final int MOST_PAGES = 50;

    private HistoryCsv() {}

    static PageResponse answer(Call call) {
        HistoryFilter filter = HistoryFilter.of(call.request());
        StringBuilder csv = new StringBuilder("time,action,actor,token,reason,before,after\r\n");
        try {
            TrailQuery query = filter.toQuery(TrailQuery.MAX_LIMIT);
            History.Page page = History.of(call).page(query);
            page.deeds().forEach(deed -> csv.append(line(deed)));
            for (int read = 1; page.next().isPresent() && read < MOST_PAGES; read++) {
                page = History.of(call).page(query.after(page.next().get()));
                page.deeds().forEach(deed -> csv.append(line(deed)));
            }
        } catch (IllegalArgumentException e) {
            return HistoryScreen.answer(call);
        }
        return PageResponse.of(
                200,
                Map.of(
                        "Content-Type", "text/csv; charset=utf-8",
                        "Content-Disposition", "attachment; filename=\"access-tokens-history.csv\"",
                        "Cache-Control", "no-store",
                        "X-Content-Type-Options", "nosniff",
                        "Content-Security-Policy", "default-src 'none'; sandbox"),
                csv.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String line(History.Deed deed) {
        return Stream.of(
                        cell(deed.at().toString()),
                        cell(deed.action().name()),
                        cell(deed.by()),
                        cell(deed.token().toString()),
                        cell(deed.reason()),
                        cell(deed.before()),
                        cell(deed.after()))
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        String safe = "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
