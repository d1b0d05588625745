package dev.latchkey.page;

import dev.latchkey.StoredToken;
import dev.latchkey.TokenUsage;
import dev.latchkey.page.view.TokenRow;
import dev.latchkey.page.view.When;
import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.Scope;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What tokens are used for and what deserves attention, read once for all tokens of a screen.
 *
 * @param call the request
 * @param usages by token; without tokens that cannot be read
 * @param ownerRights what the owner may do now; empty if the host does not limit that
 */
record Insights(Call call, Map<TokenId, TokenUsage> usages, Optional<CompiledScopes> ownerRights) {

    private static final Duration LONG_IDLE = Duration.ofDays(90);

    /** {@return what is known of the rows of a list} */
    static Insights of(Call call, List<StoredToken> tokens, boolean recordsUses) {
        return of(
                call,
                recordsUses
                        ? call.tokens()
                                .usages(tokens.stream().map(StoredToken::id).collect(Collectors.toSet()))
                        : Map.of());
    }

    /** {@return what follows from usages that were read} */
    static Insights of(Call call, Map<TokenId, TokenUsage> usages) {
        return new Insights(
                call,
                usages,
                call.host().ownerScopes(call.visit()).map(call.service().catalog()::compile));
    }

    /** {@return nothing, for screens that only name tokens} */
    static Insights none(Call call) {
        return new Insights(call, Map.of(), Optional.empty());
    }

    /** {@return a token's use; null if nothing is known of it} */
    TokenRow.@Nullable Use use(StoredToken token) {
        Optional<TokenUsage> usage = usage(token);
        When last = token.lastUsedAt().map(call.times()::when).orElse(null);
        When since =
                usage.flatMap(TokenUsage::recordedSince).map(call.times()::when).orElse(null);
        return last == null && since == null
                ? null
                : new TokenRow.Use(last, since, usage.map(this::unused).orElse(List.of()));
    }

    private Optional<TokenUsage> usage(StoredToken token) {
        return Optional.ofNullable(usages.get(token.id()));
    }

    /** Without any recorded permission nothing can be proposed, so nothing is called unused. */
    private List<String> unused(TokenUsage usage) {
        return usage.usedScopes().isEmpty()
                ? List.of()
                : call.service().catalog().inCurrentNames(usage.unusedScopes()).members().stream()
                        .map(Scope::toString)
                        .toList();
    }

    /** {@return why somebody should look at a token; empty for a token that has ended} */
    List<String> hints(StoredToken token) {
        StoredToken.State state = token.state(call.now());
        if (state != StoredToken.State.LIVE && state != StoredToken.State.DISABLED) {
            return List.of();
        }
        List<String> hints = new ArrayList<>();
        idle(token).ifPresent(days -> hints.add(call.text().get("hint.idle", days)));
        String lost = ownerRights.stream()
                .flatMap(rights -> token.scopes().members().stream().filter(scope -> !rights.covers(scope)))
                .map(Scope::toString)
                .collect(Collectors.joining(", "));
        if (!lost.isEmpty()) {
            hints.add(call.text().get("hint.owner-lost", lost));
        }
        return hints;
    }

    /** {@return for how many days a token was not used, if that is long; what was not recorded counts as a use} */
    private Optional<Long> idle(StoredToken token) {
        Optional<Instant> known = usage(token).flatMap(TokenUsage::recordedSince);
        return token.lastUsedAt()
                .or(() -> known)
                .map(last -> Duration.between(last, call.now()))
                .filter(idle -> known.isPresent() && idle.compareTo(LONG_IDLE) >= 0)
                .map(Duration::toDays);
    }
}
