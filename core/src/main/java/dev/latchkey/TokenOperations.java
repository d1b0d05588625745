package dev.latchkey;

import dev.latchkey.change.RevocationWait;
import dev.latchkey.change.TokenChanges;
import dev.latchkey.port.TokenStore;
import java.time.InstantSource;

/**
 * What the operations on stored tokens work with, the same for all owners and actors.
 *
 * @param store where records are kept
 * @param changes changes them
 * @param reader shows them
 * @param rules what a token may have
 * @param rotation replaces tokens
 * @param verifier proves secrets
 * @param revocationWait waits until a revocation holds everywhere
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
