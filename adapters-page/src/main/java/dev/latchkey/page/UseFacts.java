package dev.latchkey.page;

import dev.latchkey.GrantProposal;
import dev.latchkey.StoredToken;
import dev.latchkey.TokenUsage;
import dev.latchkey.page.view.TokenView.Fact;
import dev.latchkey.scope.ScopeSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a token is used for, as far as the service records uses. */
final class UseFacts {

    private UseFacts() {}

    /** {@return when it was last used, and what it did not need; nothing if that is not recorded} */
    static List<Fact> of(Call call, StoredToken token) {
        TokenUsage usage = usage(call, token);
        List<Fact> facts = new ArrayList<>();
        if (usage == null) {
            return facts;
        }
        Optional<String> since = usage.recordedSince().map(time -> exact(call, time));
        usage.lastUsedAt()
                .map(time -> call.times().when(time).relative())
                .or(() -> since.map(from -> call.text().get("token.never-used", from)))
                .ifPresent(value -> facts.add(new Fact(call.text().get("token.last-use"), value, null)));
        if (usage.lastUsedAt().isPresent() && !usage.usedScopes().isEmpty()) {
            ScopeSet unused = call.service().catalog().inCurrentNames(usage.unusedScopes());
            since.filter(from -> !unused.isEmpty())
                    .ifPresent(from ->
                            facts.add(new Fact(call.text().get("token.unused", from), unused.toString(), null)));
        }
        return facts;
    }

    private static @Nullable TokenUsage usage(Call call, StoredToken token) {
        return token.problem().isPresent()
                ? null
                : call.tokens().usage(token.id()).orElse(null);
    }

    /** {@return fewer scopes that would have been enough since uses are recorded; empty if there are none} */
    static Optional<GrantProposal> proposal(Call call, StoredToken token) {
        return token.problem().isPresent()
                ? Optional.empty()
                : call.tokens().leastPrivilege(token.id()).filter(GrantProposal::isNarrower);
    }

    /** {@return the dry run of a proposal, for people} */
    static String dryRun(Call call, GrantProposal proposal) {
        return call.text()
                .get(
                        "narrow.used",
                        proposal.since().map(since -> exact(call, since)).orElse(""));
    }

    private static String exact(Call call, Instant time) {
        return call.times().when(time).exact();
    }
}
