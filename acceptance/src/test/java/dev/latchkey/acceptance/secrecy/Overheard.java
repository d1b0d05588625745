package dev.latchkey.acceptance.secrecy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Everything that was logged at any level while it was open, of which nothing is printed, and the results and exceptions of
 * the calls made through it.
 */
final class Overheard implements AutoCloseable {

    private final StringBuffer text = new StringBuffer();
    private final Logger root = Logger.getLogger("");
    private final Level before = root.getLevel();
    private final Handler[] printing = root.getHandlers();
    private final Handler handler = new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord logged) {
            text.append(formatter.format(logged)).append('\n');
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    Overheard() {
        handler.setLevel(Level.ALL);
        root.setLevel(Level.ALL);
        for (Handler other : printing) {
            root.removeHandler(other);
        }
        root.addHandler(handler);
    }

    /** {@return the result of the call, which has been noted} */
    <T> T of(Callable<T> call) {
        try {
            T result = call.call();
            add(result);
            return result;
        } catch (Exception e) {
            throw new AssertionError("the flow failed", e);
        }
    }

    /** Notes the exception of a call that has to fail. */
    void failing(Callable<?> call) {
        try {
            call.call();
        } catch (Exception e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            add(trace);
            return;
        }
        throw new AssertionError("the call did not fail");
    }

    void add(Object shown) {
        text.append(shown).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }

    @Override
    public void close() {
        root.removeHandler(handler);
        for (Handler other : printing) {
            root.addHandler(other);
        }
        root.setLevel(before);
    }
}
