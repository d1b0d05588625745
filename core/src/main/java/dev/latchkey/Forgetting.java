package dev.latchkey;

import dev.latchkey.change.TokenChanges;
import dev.latchkey.lease.TokenSource;
import dev.latchkey.token.TokenId;

/** Evicts records that this node changed, at once. */
record Forgetting(TokenSource<VerifiableToken> source) implements TokenChanges.Listener {

    @Override
    public void tokenChanged(TokenId id) {
        source.forget(id);
    }

    @Override
    public void stateChanged() {
        source.forgetAll();
    }
}
