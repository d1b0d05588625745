package dev.latchkey;

import dev.latchkey.scope.ScopeDecision;
import dev.latchkey.scope.ScopeSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A grant that would have been enough for all recorded uses of a token, with the dry run that shows it. Apply it by
 * {@link Tokens#narrow}.
 *
 * @param usage the uses
 * @param scopes the proposed scopes; the present ones if nothing narrower can be proposed, because the uses are not
 *     completely recorded, or the token was not used
 * @param refused which of the recorded uses the proposed scopes would have refused: none
 * @param isNarrower whether the token has more than is proposed
 */
public record GrantProposal(TokenUsage usage, ScopeSet scopes, List<ScopeDecision.Denied> refused, boolean isNarrower) {

    public GrantProposal {
        refused = List.copyOf(refused);
    }

    /** {@return since when the uses of the token are recorded; empty if some node does not record them} */
    public Optional<Instant> since() {
        return usage.recordedSince();
    }
}
