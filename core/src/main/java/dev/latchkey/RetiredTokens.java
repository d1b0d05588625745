package dev.latchkey;

import dev.latchkey.change.BulkRevoker;
import dev.latchkey.change.Marks;
import dev.latchkey.change.TokenChanges;
import dev.latchkey.port.CallerTransactionException;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Action;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Handles rotated tokens during verification: ends one when its successor is first used, if the rotation asked for
 * that, and rejects one that is presented after its end.
 *
 * <p>Neither changes the result of the verification, so a failure is ignored, and the next verification retries.
 * Thread-safe.
 */
final class RetiredTokens {

    private final TokenStore store;
    private final TokenChanges changes;
    private final boolean revokingFamily;
    private final InstantSource clock;

    /** @param revokingFamily whether a reuse revokes all tokens of the chain */
    RetiredTokens(TokenStore store, TokenChanges changes, boolean revokingFamily, InstantSource clock) {
        this.store = store;
        this.changes = changes;
        this.revokingFamily = revokingFamily;
        this.clock = clock;
    }

    /** Ends the old token and removes the mark, atomically. */
    void retire(TokenRecord successor, TokenId old) {
        Act act = new Act(clock.instant(), null, Action.SHORTENED, "its successor was used");
        try {
            TokenRecord unmarked =
                    successor.withDetails(Marks.of(successor).retiring(null).text());
            changes.changeBoth(successor, unmarked, old, record -> endedAt(record, act.at()), act);
        } catch (CallerTransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            // The overlap ends the old token in any case.
        }
    }

    private static TokenRecord endedAt(TokenRecord record, Instant now) {
        Instant end = record.lifecycle().endsAt();
        return end != null && !end.isAfter(now)
                ? record
                : record.withLifecycle(record.lifecycle().shortenedTo(now));
    }

    /** A replaced token's secret was presented after its end. */
    void reused(TokenRecord token) {
        if (revokingFamily) {
            revokeFamily(token);
        }
    }

    private void revokeFamily(TokenRecord token) {
        Intervention revocation = new Intervention(clock.instant(), null, RevocationReason.REUSED);
        TokenQuery family = TokenQuery.all()
                .inFamily(token.lineage().family())
                .ownedBy(token.grant().owner());
        try {
            new BulkRevoker(store, changes, family, revocation).run();
        } catch (CallerTransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            // The token is rejected in any case, and its next presentation revokes the rest.
        }
    }
}
