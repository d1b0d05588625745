package dev.latchkey.keyvalue;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;

/** The encoding of a request key's claim. Version 1: format version, id of the token that was issued for it. */
final class ClaimFormat {

    private static final int VERSION = 1;

    private ClaimFormat() {}

    static byte[] write(TokenId claimant) {
        return new ValueWriter(VERSION).id(claimant).bytes();
    }

    /** @throws TokenStoreException if the bytes are not a claim */
    static TokenId read(byte[] bytes) {
        return ValueReader.read(
                "the claim of a request key", bytes, in -> in.version(VERSION).id());
    }
}
