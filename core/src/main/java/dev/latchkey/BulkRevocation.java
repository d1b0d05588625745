package dev.latchkey;

import dev.latchkey.token.UnreadableToken;
import java.util.List;

/**
 * What {@link Tokens#revokeAll} did.
 *
 * @param revoked how many tokens the call revoked
 * @param unreadable the tokens that it could not revoke, because what is stored of them cannot be read. No node that reads
 *     them accepts them; repair or delete what is stored, or reject them with {@link Administration#rejectIssuedBefore}
 */
public record BulkRevocation(int revoked, List<UnreadableToken> unreadable) {

    public BulkRevocation {
        unreadable = List.copyOf(unreadable);
    }

    /** {@return whether all of the owner's tokens are revoked or have ended} */
    public boolean isComplete() {
        return unreadable.isEmpty();
    }
}
