package dev.latchkey.page;

import dev.latchkey.GrantProposal;
import dev.latchkey.StoredToken;
import java.util.Map;
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

    /** {@return the dry run of a proposal, for people, in the text of a key} */
    static String dryRun(Call call, String key, GrantProposal proposal) {
        return call.text()
                .get(
                        key,
                        proposal.since()
                                .map(since -> call.times().when(since).exact())
                                .orElse(""));
    }

    /** {@return what is known of the token, for its screen} */
    Insights insights() {
        return Insights.of(
                call,
                read.map(GrantProposal::usage)
                        .map(usage -> Map.of(usage.id(), usage))
                        .orElse(Map.of()));
    }
}
