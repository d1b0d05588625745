package dev.latchkey;

import dev.latchkey.token.UnreadableToken;
import java.util.List;

/**
 * The result of {@link Tokens#revokeAll}.
 *
 * @param revoked how many tokens the call revoked
 * @param unreadable the tokens that it could not revoke, because their stored form cannot be read. No node that reads
 *     them accepts them; repair or delete the stored form, or reject them with
 *     {@link Administration#rejectIssuedBefore}
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
