package dev.latchkey;

import dev.latchkey.change.RevocationWait;
import dev.latchkey.change.TokenChanges;
import dev.latchkey.change.TokenEvents;
import dev.latchkey.port.TokenStore;
import java.time.InstantSource;

/**
 * The collaborators of the operations on stored tokens, the same for all owners and actors.
 *
 * @param store where records are kept
 * @param changes changes them
 * @param reader shows them
 * @param usages reads their uses
 * @param rules check what a token may have
 * @param rotation replaces tokens
 * @param leaks proves the secrets of reported texts
 * @param revocationWait waits until a revocation is effective on all nodes
 * @param events sends events
 * @param clock the clock
 */
record TokenOperations(
        TokenStore store,
        TokenChanges changes,
        StoredTokenReader reader,
        UsageReader usages,
        IssueRules rules,
        TokenRotation rotation,
        LeakedSecrets leaks,
        RevocationWait revocationWait,
        TokenEvents events,
        InstantSource clock) {}
