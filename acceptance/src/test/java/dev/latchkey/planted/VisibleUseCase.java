package dev.latchkey.planted;

import dev.latchkey.Authorization;
import dev.latchkey.TokenVerifier;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.token.RejectionReason;

/** Breaks a rule of the architecture, so that the rule is seen to fail. */
public final class VisibleUseCase implements TokenVerifier {
    @Override
    public Verification verify(String presentedText) {
        return new Rejected(RejectionReason.UNKNOWN);
    }

    @Override
    public Authorization authorize(String presentedText, ScopeRequirement required) {
        return Authorization.of(verify(presentedText), required);
    }
}
