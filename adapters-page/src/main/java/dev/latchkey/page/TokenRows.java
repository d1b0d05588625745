package dev.latchkey.page;

import dev.latchkey.StoredToken;
import dev.latchkey.page.view.Messages;
import dev.latchkey.page.view.Times;
import dev.latchkey.page.view.TokenRow;
import dev.latchkey.page.view.When;
import dev.latchkey.scope.Scope;
import dev.latchkey.token.Intervention;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people see of a stored token. */
final class TokenRows {

    private static final Duration SOON = Duration.ofDays(7);

    private TokenRows() {}

    /** {@return a token that a screen only names} */
    static TokenRow of(Call call, StoredToken token) {
        return of(call, token, Insights.none(call));
    }

    static TokenRow of(Call call, StoredToken token, Insights insights) {
        StoredToken.State state = token.state(call.now());
        List<Scope> members =
                call.service().catalog().inCurrentNames(token.scopes()).members();
        Optional<Intervention> stopped = token.revocation().or(token::disablement);
        return new TokenRow(
                token.id().toString(),
                token.description(),
                call.text().get("state." + key(token, state)),
                tone(state),
                members.stream()
                        .map(Scope::withoutResource)
                        .distinct()
                        .map(scope -> permission(call, scope))
                        .toList(),
                members.stream()
                        .flatMap(scope -> scope.resource().stream())
                        .distinct()
                        .toList(),
                call.times().when(token.issuedAt()),
                call.nameOf(token.createdBy()),
                when(call, token.expiresAt()),
                when(call, endedAt(token, call.now())),
                stopped.map(by -> Reasons.shown(call.text(), by.reason())).orElse(null),
                stopped.map(by -> call.nameOf(Optional.ofNullable(by.by()))).orElse(null),
                insights.use(token),
                state == StoredToken.State.LIVE ? soon(call, token) : null,
                insights.hints(token));
    }

    static TokenRow.Permission permission(Call call, Scope scope) {
        return new TokenRow.Permission(scope.toString(), call.service().describe(scope));
    }

    private static @Nullable When when(Call call, Optional<Instant> time) {
        return time.map(call.times()::when).orElse(null);
    }

    /** {@return whether the token is beyond use, for good} */
    static boolean hasEnded(StoredToken token, Instant now) {
        return endedAt(token, now).isPresent();
    }

    /** {@return when it ended or will end; empty for never} */
    static Optional<Instant> endOf(StoredToken token) {
        return token.revocation()
                .map(Intervention::at)
                .filter(end -> token.expiresAt().filter(end::isAfter).isEmpty())
                .or(token::expiresAt);
    }

    private static Optional<Instant> endedAt(StoredToken token, Instant now) {
        return token.revocation()
                .map(Intervention::at)
                .or(() -> token.expiresAt().filter(expiry -> !expiry.isAfter(now)));
    }

    private static String key(StoredToken token, StoredToken.State state) {
        return state == StoredToken.State.LIVE && token.successor().isPresent() ? "overlap" : state.name();
    }

    private static String tone(StoredToken.State state) {
        return switch (state) {
            case LIVE -> "good";
            case REVOKED, UNREADABLE, CUT_OFF -> "bad";
            default -> "quiet";
        };
    }

    private static @Nullable String soon(Call call, StoredToken token) {
        Messages text = call.text();
        return token.expiresAt()
                .map(expiry -> Duration.between(call.now(), expiry))
                .filter(left -> left.compareTo(SOON) <= 0)
                .map(left -> left.toDays() == 0 ? text.get("soon.today") : text.count("soon", Times.days(left)))
                .orElse(null);
    }
}
