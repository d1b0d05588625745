package dev.latchkey.token;

import org.jspecify.annotations.Nullable;

/**
 * What a query selects by the parts of a token that stores have an index for; null selects all.
 *
 * @param owner the exact owner
 * @param parent the token that issued the tokens
 * @param family the first token of the chain of rotations
 * @param requestKey the exact request key
 */
record Selection(
        @Nullable String owner,
        @Nullable TokenId parent,
        @Nullable TokenId family,
        @Nullable String requestKey) {

    static final Selection ALL = new Selection(null, null, null, null);

    Selection ownedBy(String newOwner) {
        return new Selection(newOwner, parent, family, requestKey);
    }

    Selection childrenOf(TokenId newParent) {
        return new Selection(owner, newParent, family, requestKey);
    }

    Selection inFamily(TokenId newFamily) {
        return new Selection(owner, parent, newFamily, requestKey);
    }

    Selection requestedAs(String newRequestKey) {
        return new Selection(owner, parent, family, newRequestKey);
    }

    /** {@return the selection in words} */
    @Override
    public String toString() {
        return "the tokens"
                + (parent == null ? "" : " issued by " + parent)
                + (family == null ? "" : " of family " + family)
                + (requestKey == null ? "" : " with a request key")
                + (owner == null ? "" : " of owner " + VisibleText.escape(owner));
    }
}
