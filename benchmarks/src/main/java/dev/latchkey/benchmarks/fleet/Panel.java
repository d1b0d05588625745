package dev.latchkey.benchmarks.fleet;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One diagram of a picture, in SVG: something of each sample over time. Its colors are legible on light and on dark.
 *
 * @param left where the axis of time begins
 * @param top where the highest value is
 * @param samples how many samples the axis of time has
 * @param highest the highest value
 */
record Panel(int left, int top, int samples, double highest) {

    static final int WIDTH = 270;
    static final int HEIGHT = 150;

    private static final int LINES = 4;
    private static final int MOST_LABELS = 6;

    /** {@return a value that is not lower, and easy to divide} */
    static double rounded(double value) {
        double step = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-3))));
        for (double part : new double[] {1, 2, 4, 8}) {
            if (value <= part * step) {
                return part * step;
            }
        }
        return 10 * step;
    }

    private double x(double sample) {
        return left + WIDTH * sample / samples;
    }

    private double y(double value) {
        return top + HEIGHT * (1 - value / highest);
    }

    /** {@return lines, their values if it is the first of its row, and the seconds since the event} */
    String axes(boolean first) {
        StringBuilder svg = new StringBuilder();
        for (int i = 0; i <= LINES; i++) {
            double value = highest * i / LINES;
            svg.append(format(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>%n",
                    left, left + WIDTH, y(value), y(value)));
            if (first) {
                svg.append(format(
                        "<text class=\"end\" x=\"%d\" y=\"%.1f\">%s</text>%n", left - 8, y(value) + 4, label(value)));
            }
        }
        int perSecond = (int) (1_000 / Sample.MILLIS);
        int seconds = (samples - Event.BEFORE) / perSecond;
        int step = (int) rounded((double) seconds / MOST_LABELS);
        for (int second = 0; second <= seconds; second += Math.max(1, step)) {
            svg.append(format(
                    "<text class=\"middle\" x=\"%.1f\" y=\"%d\">%d s</text>%n",
                    x(Event.BEFORE + second * (double) perSecond), top + HEIGHT + 18, second));
        }
        return svg.toString();
    }

    private String label(double value) {
        return highest < LINES ? format("%.2f", value) : format("%,.0f", value);
    }

    /** {@return a line through the values, with the area beneath it} */
    String line(String name, List<Sample> values, ToDoubleFunction<Sample> of) {
        StringBuilder points = new StringBuilder();
        int number = Math.min(values.size(), samples);
        for (int i = 0; i < number; i++) {
            points.append(format(
                    "%s%.1f %.1f",
                    i == 0 ? "M" : "L", x(i + 0.5), y(Math.min(highest, of.applyAsDouble(values.get(i))))));
        }
        return format(
                "<path class=\"area %s\" d=\"%sL%.1f %.1fL%.1f %.1fZ\"/>%n<path class=\"line %s\" d=\"%s\"/>%n",
                name, points, x(number - 0.5), y(0), x(0.5), y(0), name, points);
    }

    /** {@return a line at that number of samples after the beginning, and a shade from another number on} */
    String mark(int from, int sample) {
        return format(
                "<rect class=\"shade\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n"
                        + "<line class=\"mark\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n",
                x(from), top, x(sample) - x(from), HEIGHT, x(sample), x(sample), top, top + HEIGHT);
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
