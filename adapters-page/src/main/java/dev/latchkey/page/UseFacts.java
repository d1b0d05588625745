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

/**
 * What a token is used for, as far as the service records uses; read once for a screen.
 *
 * @param call the request
 * @param read the uses with what is proposed; empty if the token cannot be read
 */
record UseFacts(Call call, Optional<GrantProposal> read) {

    static UseFacts of(Call call, StoredToken token) {
        return new UseFacts(
                call,
                token.problem().isPresent() ? Optional.empty() : call.tokens().leastPrivilege(token.id()));
    }

    /** {@return fewer scopes that would have been enough since uses are recorded; empty if nothing can be taken away} */
    Optional<GrantProposal> proposal() {
        return read.filter(GrantProposal::isNarrower);
    }

    /** {@return the dry run of a proposal, for people} */
    String dryRun(GrantProposal proposal) {
        return call.text().get("narrow.used", proposal.since().map(this::exact).orElse(""));
    }

    /** {@return when it was last used, and what it did not need; nothing if that is not recorded} */
    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        read.map(GrantProposal::usage).ifPresent(usage -> {
            Optional<String> since = usage.recordedSince().map(this::exact);
            usage.lastUsedAt()
                    .map(time -> call.times().when(time).relative())
                    .or(() -> since.map(from -> call.text().get("token.never-used", from)))
                    .ifPresent(value -> facts.add(new Fact(call.text().get("token.last-use"), value, null)));
            since.flatMap(from -> unneeded(usage, from)).ifPresent(facts::add);
        });
        return facts;
    }

    private Optional<Fact> unneeded(TokenUsage usage, String since) {
        ScopeSet unused = call.service().catalog().inCurrentNames(usage.unusedScopes());
        return usage.usedScopes().isEmpty() || unused.isEmpty()
                ? Optional.empty()
                : Optional.of(new Fact(call.text().get("token.unused", since), unused.toString(), null));
    }

    private String exact(Instant time) {
        return call.times().when(time).exact();
    }
}
