package dev.latchkey.port;

import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenEvent;
import dev.latchkey.token.TokenEvent.Changed;
import dev.latchkey.token.TokenEvent.Expiring;
import dev.latchkey.token.TokenEvent.FirstVerified;
import dev.latchkey.token.TokenEvent.InsufficientScope;
import dev.latchkey.token.TokenEvent.Leaked;
import dev.latchkey.token.TokenEvent.Rejected;
import dev.latchkey.token.TokenEvent.Reused;
import dev.latchkey.token.TrailEntry.Subject;
import dev.latchkey.token.VisibleText;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes one line for each event: the event, then names and values. */
final class LoggedEvents implements TokenEventListener {

    private final Logger log;

    LoggedEvents(Logger log) {
        this.log = log;
    }

    @Override
    public void onEvent(TokenEvent event) {
        if (event instanceof Changed changed) {
            changed(changed);
        } else if (event instanceof FirstVerified first) {
            write(Level.DEBUG, new Line("first verified").of(first.subject()));
        } else if (event instanceof Rejected rejected) {
            rejected(rejected);
        } else if (event instanceof Reused reused) {
            write(Level.WARNING, new Line("reused").of(reused.subject()).with("successor", reused.successor()));
        } else if (event instanceof InsufficientScope denied) {
            insufficient(denied);
        } else if (event instanceof Leaked leaked) {
            write(Level.WARNING, new Line("leaked").of(leaked.subject()).quoted("by", leaked.by()));
        } else if (event instanceof Expiring expiring) {
            write(Level.INFO, new Line("expiring").of(expiring.subject()).with("expires", expiring.expiresAt()));
        }
    }

    private void changed(Changed changed) {
        write(
                Level.INFO,
                new Line(words(changed.act().action()))
                        .of(changed.subject())
                        .quoted("by", changed.act().by())
                        .quoted("reason", changed.act().reason()));
    }

    private void rejected(Rejected rejected) {
        RejectionReason reason = rejected.reason();
        Line line = new Line("rejected").with("because", words(reason).replace(' ', '_'));
        write(
                Level.INFO,
                rejected.subject() == null ? line.with("times", rejected.times()) : line.of(rejected.subject()));
    }

    private void insufficient(InsufficientScope denied) {
        Line line = new Line("insufficient scope")
                .of(denied.subject())
                .quoted("missing", denied.missing().toString());
        write(
                Level.INFO,
                denied.missingFromOwner().isEmpty()
                        ? line
                        : line.quoted("ownerLacks", denied.missingFromOwner().toString()));
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void write(Level level, Line line) {
        log.log(level, line.toString());
    }

    /** Values that others chose are quoted, so that none can look like the next name. */
    private static final class Line {

        private final StringBuilder text;

        Line(String event) {
            this.text = new StringBuilder(event);
        }

        Line of(Subject subject) {
            return with("token", subject.token()).quoted("owner", subject.owner());
        }

        Line with(String name, @Nullable Object value) {
            text.append(' ').append(name).append('=').append(value == null ? "none" : value);
            return this;
        }

        Line quoted(String name, @Nullable String value) {
            return value == null
                    ? this
                    : with(
                            name,
                            '"'
                                    + VisibleText.escape(value)
                                            .replace("\\", "\\\\")
                                            .replace("\"", "\\\"")
                                    + '"');
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
