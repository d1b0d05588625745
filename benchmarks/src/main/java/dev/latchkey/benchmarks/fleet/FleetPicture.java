package dev.latchkey.benchmarks.fleet;

import dev.latchkey.benchmarks.fleet.Fleet.Size;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Draws look-ups and the server's processors over time, in a column for each event.
 *
 * @param size of the fleet
 * @param alone what happened with every look-up alone
 * @param limited what happened with the limit on look-ups at once
 */
record FleetPicture(Size size, List<Event> alone, List<Event> limited) {

    private static final int LEFT = 70;
    private static final int COLUMN = Panel.WIDTH + 30;
    private static final int FIRST_ROW = 150;
    private static final int SECOND_ROW = FIRST_ROW + Panel.HEIGHT + 70;

    FleetPicture {
        alone = List.copyOf(alone);
        limited = List.copyOf(limited);
    }

    String svg() {
        int width = LEFT + COLUMN * alone.size();
        int height = SECOND_ROW + Panel.HEIGHT + 35;
        StringBuilder svg = new StringBuilder();
        svg.append(format("""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d">
            <style>
            text { font: 12px system-ui, sans-serif; fill: #7d8590; }
            .title { font-size: 15px; font-weight: 600; }
            .name { font-size: 13px; font-weight: 600; }
            .end { text-anchor: end; }
            .middle { text-anchor: middle; }
            .grid { stroke: #7d8590; stroke-opacity: .25; }
            .shade { fill: #7d8590; fill-opacity: .14; }
            .mark { stroke: #7d8590; stroke-dasharray: 3 3; }
            .line { fill: none; stroke-width: 1.6; stroke-linejoin: round; }
            .area { fill-opacity: .16; }
            .line.alone { stroke: #db6d28; } .area.alone, .text-alone { fill: #db6d28; }
            .line.limited { stroke: #388bfd; } .area.limited, .text-limited { fill: #388bfd; }
            </style>
            """, width, height, width, height));
        svg.append(format(
                "<text class=\"title\" x=\"%d\" y=\"24\">%,d nodes, %,d hot tokens on each, a bound of %s s, one"
                        + " PostgreSQL server</text>%n",
                LEFT, size.nodes(), size.hotTokens(), seconds(size.bound().toMillis())));
        svg.append(legend("alone", LEFT, "each look-up alone"));
        svg.append(legend("limited", LEFT + 160, "4 look-ups at once, waiting ones together (the default)"));
        for (int i = 0; i < alone.size(); i++) {
            column(svg, i);
        }
        return svg.append("</svg>\n").toString();
    }

    private static String legend(String name, int x, String text) {
        return format(
                "<path class=\"line %s\" d=\"M%d 46h18\"/><text x=\"%d\" y=\"50\">%s</text>%n", name, x, x + 24, text);
    }

    private void column(StringBuilder svg, int i) {
        Event first = alone.get(i);
        Event second = limited.get(i);
        int left = LEFT + COLUMN * i;
        svg.append(format(
                "<text class=\"name\" x=\"%d\" y=\"84\">%s</text>%n<text x=\"%d\" y=\"104\">normal after <tspan"
                        + " class=\"text-alone\">%s</tspan>, <tspan class=\"text-limited\">%s</tspan></text>%n",
                left, first.name(), left, first.timeToNormal(), second.timeToNormal()));
        row(svg, i, FIRST_ROW, "look-ups in the store, each tenth of a second", Sample::lookUps);
        row(svg, i, SECOND_ROW, "processors that the server used", Sample::server);
    }

    private void row(StringBuilder svg, int i, int top, String name, ToDoubleFunction<Sample> of) {
        double highest = Stream.of(alone, limited)
                .flatMap(List::stream)
                .flatMap(event -> event.samples().stream())
                .mapToDouble(of)
                .max()
                .orElse(1);
        int samples =
                Math.max(alone.get(i).samples().size(), limited.get(i).samples().size());
        Panel panel = new Panel(LEFT + COLUMN * i, top, samples, Panel.rounded(highest));
        svg.append(panel.axes(i == 0))
                .append(panel.mark(Event.BEFORE, alone.get(i).end()));
        svg.append(panel.line("alone", alone.get(i).samples(), of));
        svg.append(panel.line("limited", limited.get(i).samples(), of));
        if (i == 0) {
            svg.append(format("<text x=\"%d\" y=\"%d\">%s</text>%n", LEFT, top - 12, name));
        }
    }

    private static String seconds(long millis) {
        return millis % 1_000 == 0 ? format("%,d", millis / 1_000) : format("%.1f", millis / 1e3);
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
