package dev.latchkey;

import dev.latchkey.change.RevocationWait;
import dev.latchkey.change.TokenChanges;
import dev.latchkey.port.TokenStore;
import java.time.InstantSource;

/**
 * The collaborators of the operations on stored tokens, the same for all owners and actors.
 *
 * @param store where records are kept
 * @param changes changes them
 * @param reader shows them
 * @param rules check what a token may have
 * @param rotation replaces tokens
 * @param verifier proves secrets
 * @param revocationWait waits until a revocation is effective on all nodes
 * @param clock the clock
 */
record TokenOperations(
        TokenStore store,
        TokenChanges changes,
        StoredTokenReader reader,
        IssueRules rules,
        TokenRotation rotation,
        TokenVerifier verifier,
        RevocationWait revocationWait,
        InstantSource clock) {}
