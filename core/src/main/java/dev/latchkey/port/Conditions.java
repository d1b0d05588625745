package dev.latchkey.port;

import dev.latchkey.token.Lifecycle;
import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenCondition.CreatedBy;
import dev.latchkey.token.TokenCondition.DerivedFrom;
import dev.latchkey.token.TokenCondition.DescribedWith;
import dev.latchkey.token.TokenCondition.ExpiringBefore;
import dev.latchkey.token.TokenCondition.Granting;
import dev.latchkey.token.TokenCondition.IdleSince;
import dev.latchkey.token.TokenCondition.InState;
import dev.latchkey.token.TokenCondition.NeverExpiring;
import dev.latchkey.token.TokenCondition.NeverUsed;
import dev.latchkey.token.TokenCondition.Unrevoked;
import dev.latchkey.token.TokenCondition.WithAttribute;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides whether a record meets a condition. */
final class Conditions {

    private Conditions() {}

    /** {@return whether a record meets a condition; its use is null if it was never used} */
    static boolean isMet(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
        Lifecycle lifecycle = record.lifecycle();
        if (condition instanceof InState in) {
            return isIn(in, lifecycle);
        } else if (condition instanceof Unrevoked) {
            return !lifecycle.isRevoked();
        } else if (condition instanceof ExpiringBefore expiring) {
            return lifecycle.expiresAt() != null && lifecycle.expiresAt().isBefore(expiring.time());
        } else if (condition instanceof NeverExpiring) {
            return lifecycle.expiresAt() == null;
        } else if (condition instanceof IdleSince idle) {
            return (use == null ? lifecycle.issuedAt() : use.lastUsedAt()).isBefore(idle.time());
        } else if (condition instanceof NeverUsed) {
            return use == null;
        }
        return isMet(condition, record);
    }

    private static boolean isIn(InState in, Lifecycle lifecycle) {
        Instant expiry = lifecycle.expiresAt();
        Instant cutOff = in.cutOff();
        boolean ended = lifecycle.isRevoked()
                || (expiry != null && !expiry.isAfter(in.now()))
                || (cutOff != null && lifecycle.issuedAt().isBefore(cutOff));
        return switch (in.state()) {
            case LIVE -> !ended && !lifecycle.isDisabled();
            case ENDED -> ended;
            case DISABLED -> !ended && lifecycle.isDisabled();
        };
    }

    /** {@return whether a record meets a condition on what it is for, what it may do and where it came from} */
    private static boolean isMet(TokenCondition condition, TokenRecord record) {
        if (condition instanceof DerivedFrom derived) {
            return record.lineage().ancestors().contains(derived.ancestor());
        } else if (condition instanceof CreatedBy created) {
            return created.actor().equals(record.grant().createdBy());
        } else if (condition instanceof WithAttribute attribute) {
            return attribute.value().equals(record.attributes().get(attribute.key()));
        } else if (condition instanceof DescribedWith described) {
            return described.matches(record.grant().description());
        } else if (condition instanceof Granting granting) {
            return granting.matches(record.grant().scopes());
        }
        throw new AssertionError(condition);
    }
}
