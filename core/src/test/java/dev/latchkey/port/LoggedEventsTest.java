package dev.latchkey.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenEvent;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Action;
import dev.latchkey.token.TrailEntry.Effect;
import dev.latchkey.token.TrailEntry.Subject;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

/** The lines of the logging listener. */
class LoggedEventsTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final TokenId ID = TokenId.of("01J00000000000000000000000");
    private static final Subject TOKEN = new Subject(ID, "workspaces/acme");

    private final List<String> lines = new ArrayList<>();
    private final LoggedEvents listener = new LoggedEvents(new Logger() {
        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            throw new AssertionError();
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
            assertThat(parameters).isNull();
            lines.add(level + " " + format);
        }
    });

    private String lineOf(TokenEvent event) {
        lines.clear();
        listener.onEvent(event);
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    @Test
    void change_has_the_action_the_actor_and_the_reason() {
        assertThat(lineOf(new TokenEvent.Changed(
                        TOKEN, new Act(AT, "users/42", Action.REVOKED, "leaked"), new Effect("a", "b"))))
                .isEqualTo("INFO revoked token=" + ID + " owner=\"workspaces/acme\" by=\"users/42\" reason=\"leaked\"");
        assertThat(lineOf(
                        new TokenEvent.Changed(TOKEN, new Act(AT, null, Action.ATTRIBUTES_CHANGED, null), Effect.NONE)))
                .isEqualTo("INFO attributes changed token=" + ID + " owner=\"workspaces/acme\"");
    }

    @Test
    void every_kind_has_a_line() {
        String token = "token=" + ID + " owner=\"workspaces/acme\"";
        assertThat(lineOf(new TokenEvent.FirstVerified(AT, TOKEN))).isEqualTo("DEBUG first verified " + token);
        assertThat(lineOf(new TokenEvent.Rejected(AT, RejectionReason.WRONG_SECRET, TOKEN, 1)))
                .isEqualTo("INFO rejected because=wrong_secret " + token);
        assertThat(lineOf(new TokenEvent.Rejected(AT, RejectionReason.MALFORMED, null, 17)))
                .isEqualTo("INFO rejected because=malformed times=17");
        assertThat(lineOf(new TokenEvent.Reused(AT, TOKEN, ID)))
                .isEqualTo("WARNING reused " + token + " successor=" + ID);
        assertThat(lineOf(
                        new TokenEvent.InsufficientScope(AT, TOKEN, ScopeSet.parse("a:read b:read"), ScopeSet.empty())))
                .isEqualTo("INFO insufficient scope " + token + " missing=\"a:read b:read\"");
        assertThat(lineOf(new TokenEvent.InsufficientScope(AT, TOKEN, ScopeSet.empty(), ScopeSet.parse("a:read"))))
                .isEqualTo("INFO insufficient scope " + token + " missing=\"\" ownerLacks=\"a:read\"");
        assertThat(lineOf(new TokenEvent.Leaked(AT, TOKEN, "scanners/github")))
                .isEqualTo("WARNING leaked " + token + " by=\"scanners/github\"");
        assertThat(lineOf(new TokenEvent.Expiring(AT, TOKEN, AT, Duration.ofDays(7))))
                .isEqualTo("INFO expiring " + token + " expires=2026-01-01T00:00:00Z");
    }

    @Test
    void text_of_others_cannot_look_like_another_value_or_hide() {
        Subject tricky = new Subject(ID, "acme\" by=\"root\\\u202E{0}");

        assertThat(lineOf(new TokenEvent.FirstVerified(AT, tricky)))
                .isEqualTo("DEBUG first verified token=" + ID + " owner=\"acme\\\" by=\\\"root\\\\<U+202E>{0}\"");
    }
}
