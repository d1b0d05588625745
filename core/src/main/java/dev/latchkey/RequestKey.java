package dev.latchkey;

import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The key of a request that may be repeated, and a digest of what it asked for.
 *
 * @param key the caller's key
 * @param digest SHA-256 of the request, base64url
 */
record RequestKey(String key, String digest) {

    /** {@return the key of a request for a new token} */
    static RequestKey ofIssue(String key, IssueRequest request) {
        Digest digest = new Digest()
                .add("issue")
                .add(request.owner())
                .add(request.requiredDescription())
                .add(request.requiredScopes().toString())
                .add(request.lifetime().toString())
                .add(request.requiredGrantor().actor());
        new TreeMap<>(request.attributes())
                .forEach((name, value) -> digest.add(name).add(value));
        return new RequestKey(required(key), digest.text());
    }

    /** {@return the key of a request to rotate a token} */
    static RequestKey ofRotation(String key, TokenId token, Rotation rotation) {
        Digest digest = new Digest().add("rotate").add(token.toString()).add(rotation.toString());
        return new RequestKey(required(key), digest.text());
    }

    private static String required(String key) {
        boolean legal = !key.isEmpty()
                && key.length() <= TokenRecord.MAX_TEXT_LENGTH
                && key.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (!legal) {
            throw new IllegalArgumentException("a request key is 1 to " + TokenRecord.MAX_TEXT_LENGTH
                    + " characters of printable ASCII; this one is " + key.length() + " long");
        }
        return key;
    }

    /**
     * Requires that a record was issued for this request.
     *
     * @throws ConflictingRequestException if it was issued for another one
     */
    void requireSame(TokenRecord issued) {
        if (!digest.equals(issued.lineage().requestDigest())) {
            throw new ConflictingRequestException("this request key was used for token " + issued.id()
                    + ", by a request that asked for something else; a new request needs a new key");
        }
    }

    /** A digest of texts, each preceded by its length, so that different lists of texts are different bytes. */
    private static final class Digest {
        private final MessageDigest sha256;

        Digest() {
            try {
                this.sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        Digest add(@Nullable String text) {
            byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
            sha256.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(text == null ? -1 : bytes.length)
                    .array());
            sha256.update(bytes);
            return this;
        }

        String text() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.digest());
        }
    }
}
