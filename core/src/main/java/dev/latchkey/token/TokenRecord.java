package dev.latchkey.token;

import dev.latchkey.scope.ScopeSet;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The stored state of a token, with its version.
 *
 * <p>A record holds no secret, only its hash. Times are whole milliseconds (what is finer is cut off, so that every
 * store gives back what it was given) from 1970 to the end of the year 9999. A change makes a new record whose version
 * is one higher; a store writes it only if it still holds the version before.
 *
 * <p>What is reserved here for later features (disablement, ancestors, family, successor, request key, attributes, details) is
 * stored and returned by every backend already.
 *
 * <p>Immutable and thread-safe.
 */
public final class TokenRecord {

    /** The longest owner, description, revocation reason and request key, in UTF-16 code units. */
    public static final int MAX_TEXT_LENGTH = 255;

    /** The longest scope text, in characters, each of which is one byte. */
    public static final int MAX_SCOPES_LENGTH = ScopeSet.MAX_LENGTH;

    /** The most ancestors of a token. */
    public static final int MAX_ANCESTORS = 8;

    /** The most attributes of a token. */
    public static final int MAX_ATTRIBUTES = 32;

    /** The longest details, in UTF-8 bytes: 16 KiB. */
    public static final int MAX_DETAILS_BYTES = 16 * 1024;

    private final TokenId id;
    private final String owner;
    private final String description;
    private final String scopes;
    private final transient SecretHash hash;
    private final Instant issuedAt;
    private final @Nullable Instant expiresAt;
    private final @Nullable String createdBy;
    private final @Nullable Intervention revocation;
    private final @Nullable Intervention disablement;
    private final List<TokenId> ancestors;
    private final TokenId family;
    private final @Nullable TokenId successor;
    private final @Nullable String requestKey;
    private final @Nullable String requestDigest;
    private final SortedMap<String, String> attributes;
    private final String details;
    private final long version;

    TokenRecord(TokenRecordBuilder from) {
        this.id = from.id;
        this.owner = RecordText.requireText("owner", from.required("owner", from.owner), MAX_TEXT_LENGTH);
        this.description =
                RecordText.requireText("description", from.required("description", from.description), MAX_TEXT_LENGTH);
        this.scopes = RecordText.requireAscii("scopes", from.required("scopes", from.scopes), MAX_SCOPES_LENGTH);
        this.hash = from.required("hash", from.hash);
        this.issuedAt = RecordTime.require("issuedAt", from.required("issuedAt", from.issuedAt));
        this.expiresAt = RecordTime.check("expiresAt", from.expiresAt);
        this.createdBy =
                from.createdBy == null ? null : RecordText.requireText("creator", from.createdBy, MAX_TEXT_LENGTH);
        this.revocation = from.revocation;
        this.disablement = from.disablement;
        this.ancestors = requireAncestors(from.id, from.ancestors);
        this.family = from.family == null ? from.id : from.family;
        this.successor = from.successor;
        this.requestKey = from.requestKey == null
                ? null
                : RecordText.requireAscii("request key", from.requestKey, MAX_TEXT_LENGTH);
        this.requestDigest = from.requestDigest == null
                ? null
                : RecordText.requireAscii("request digest", from.requestDigest, MAX_TEXT_LENGTH);
        this.attributes = Attributes.require(from.attributes);
        this.details = RecordText.requireUtf8("details", from.details, MAX_DETAILS_BYTES);
        this.version = from.version;
        if (version < 1) {
            throw new IllegalArgumentException("version " + version + " is below 1");
        }
        if (version == Long.MAX_VALUE && revocation == null) {
            throw new IllegalArgumentException("version " + version + " leaves none for a revocation");
        }
    }

    private static List<TokenId> requireAncestors(TokenId id, List<TokenId> ancestors) {
        if (ancestors.size() > MAX_ANCESTORS) {
            throw new IllegalArgumentException(
                    ancestors.size() + " ancestors are more than the " + MAX_ANCESTORS + " that a token can have");
        }
        if (ancestors.contains(id) || new HashSet<>(ancestors).size() < ancestors.size()) {
            throw new IllegalArgumentException("token " + id + " has itself or another twice among its ancestors");
        }
        return List.copyOf(ancestors);
    }

    /**
     * {@return a builder of a record of version 1}
     *
     * <p>Owner, description, scopes, hash and time of issue must be set before it builds.
     *
     * @param id the token's id
     */
    public static TokenRecordBuilder builder(TokenId id) {
        return new TokenRecordBuilder(id);
    }

    /**
     * {@return the text, if a record may hold it as owner, description or revocation reason}
     *
     * <p>This is the rule for text that is read or looked for. Text that is about to be written is checked by
     * {@link VisibleText}, which refuses more.
     *
     * @param what which of them, for the error's message
     * @param text the text: 1 to 255 UTF-16 code units, not blank, without control characters
     * @throws IllegalArgumentException if it is anything else
     */
    public static String requireText(String what, String text) {
        return RecordText.requireText(what, text, MAX_TEXT_LENGTH);
    }

    /**
     * {@return the time in whole milliseconds, if a record or a store may have it}
     *
     * <p>It is the one range of times for all that is stored or asked of a store: 1970-01-01T00:00:00Z to
     * 9999-12-31T23:59:59.999Z, which every store keeps exactly.
     *
     * @param what which time, for the error's message
     * @param time the time; sub-millisecond precision is truncated
     * @throws IllegalArgumentException if it is out of that range
     */
    public static Instant requireTime(String what, Instant time) {
        return RecordTime.require(what, time);
    }

    /** {@return a builder that holds all of this record, version included} */
    public TokenRecordBuilder toBuilder() {
        return new TokenRecordBuilder(id)
                .owner(owner)
                .description(description)
                .scopes(scopes)
                .hash(hash)
                .issuedAt(issuedAt)
                .expiresAt(expiresAt)
                .createdBy(createdBy)
                .revocation(revocation)
                .disablement(disablement)
                .ancestors(ancestors)
                .family(family)
                .successor(successor)
                .requestKey(requestKey)
                .requestDigest(requestDigest)
                .attributes(attributes)
                .details(details)
                .version(version);
    }

    /**
     * {@return this record as a store keeps it in place of {@code present}: owner, creator, time of issue, ancestors, family,
     * request key and its digest stay what they were inserted with}
     *
     * @param present the record that this one is the next version of
     */
    public TokenRecord asNextOf(TokenRecord present) {
        return toBuilder()
                .owner(present.owner)
                .createdBy(present.createdBy)
                .issuedAt(present.issuedAt)
                .ancestors(present.ancestors)
                .family(present.family)
                .requestKey(present.requestKey)
                .requestDigest(present.requestDigest)
                .build();
    }

    private TokenRecordBuilder next() {
        return toBuilder().version(version + 1);
    }

    /**
     * {@return the next version, revoked by the service itself; see {@link #withRevocation}}
     *
     * @param at when
     * @param reason why, for people
     */
    public TokenRecord withRevoked(Instant at, String reason) {
        return withRevocation(new Intervention(at, null, reason));
    }

    /**
     * {@return the next version, revoked; or this record if it is revoked already, because the first revocation stays}
     *
     * @param by when, who and why
     */
    public TokenRecord withRevocation(Intervention by) {
        return revocation != null ? this : next().revocation(by).build();
    }

    /**
     * {@return the next version with another description; or this record if it says just that}
     *
     * @param text what the token is for
     */
    public TokenRecord withDescription(String text) {
        return description.equals(text) ? this : next().description(text).build();
    }

    /**
     * {@return the next version with another hash of the same secret; or this record if the next version is the last,
     * which is for a revocation}
     *
     * @param newHash the hash
     */
    public TokenRecord withHash(SecretHash newHash) {
        return version >= Long.MAX_VALUE - 1 ? this : next().hash(newHash).build();
    }

    /** {@return when the token ended or will end: its revocation or its expiry, whichever is first; null if never} */
    public @Nullable Instant endsAt() {
        Instant revokedAt = revokedAt();
        if (revokedAt == null || expiresAt == null) {
            return revokedAt == null ? expiresAt : revokedAt;
        }
        return revokedAt.isBefore(expiresAt) ? revokedAt : expiresAt;
    }

    /** {@return how much text a store keeps of it, in characters; at most some 84,000} */
    public int textLength() {
        return TokenId.LENGTH
                + owner.length()
                + description.length()
                + scopes.length()
                + hash.scheme().length()
                + hash.text().length()
                + details.length()
                + length(createdBy)
                + length(revocation)
                + length(disablement)
                + length(requestKey)
                + length(requestDigest)
                + attributes.entrySet().stream()
                        .mapToInt(entry ->
                                entry.getKey().length() + entry.getValue().length())
                        .sum();
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static int length(@Nullable Intervention intervention) {
        return intervention == null
                ? 0
                : length(intervention.by()) + intervention.reason().length();
    }

    /** {@return the token's public name} */
    public TokenId id() {
        return id;
    }

    /** {@return who the token acts for; 1 to 255 characters, chosen by the host application} */
    public String owner() {
        return owner;
    }

    /** {@return what the token is for; 1 to 255 characters} */
    public String description() {
        return description;
    }

    /** {@return the granted scopes as text, separated by spaces; never empty} */
    public String scopes() {
        return scopes;
    }

    /** {@return the hash of the secret} */
    public SecretHash hash() {
        return hash;
    }

    /** {@return when the token was issued} */
    public Instant issuedAt() {
        return issuedAt;
    }

    /** {@return from when on the token is no longer valid, or null if it does not expire} */
    public @Nullable Instant expiresAt() {
        return expiresAt;
    }

    /** {@return who created the token, in the host's words; null for the service itself} */
    public @Nullable String createdBy() {
        return createdBy;
    }

    /** {@return when, by whom and why the token was revoked, or null if it was not} */
    public @Nullable Intervention revocation() {
        return revocation;
    }

    /** {@return when the token was revoked, or null if it was not} */
    public @Nullable Instant revokedAt() {
        return revocation == null ? null : revocation.at();
    }

    /** {@return why the token was revoked, 1 to 255 characters, or null if it was not} */
    public @Nullable String revocationReason() {
        return revocation == null ? null : revocation.reason();
    }

    /** {@return when, by whom and why the token was disabled, or null if it is not} */
    public @Nullable Intervention disablement() {
        return disablement;
    }

    /** {@return when the token was disabled, or null if it is not} */
    public @Nullable Instant disabledAt() {
        return disablement == null ? null : disablement.at();
    }

    /** {@return the tokens that this one was derived from: its parent last; at most {@value #MAX_ANCESTORS}} */
    public List<TokenId> ancestors() {
        return ancestors;
    }

    /** {@return the token that this one was derived from, or null} */
    public @Nullable TokenId parent() {
        return ancestors.isEmpty() ? null : ancestors.get(ancestors.size() - 1);
    }

    /** {@return the first token of the chain of rotations that this one belongs to; its own id if it is the first} */
    public TokenId family() {
        return family;
    }

    /** {@return the token that replaced this one, or null} */
    public @Nullable TokenId successor() {
        return successor;
    }

    /** {@return the caller's key that makes a repeated issue harmless, unique for an owner; or null} */
    public @Nullable String requestKey() {
        return requestKey;
    }

    /** {@return a digest of the request that was made under {@link #requestKey()}, or null} */
    public @Nullable String requestDigest() {
        return requestDigest;
    }

    /** {@return what the host noted beside the token, in the order of the keys: at most 32 texts of 1 to 255 characters} */
    public SortedMap<String, String> attributes() {
        return attributes;
    }

    /** {@return text that core alone reads and writes, at most 16 KiB of UTF-8; may be empty} */
    public String details() {
        return details;
    }

    /** {@return the version, 1 for a new record; the largest {@code long} is the version of revoked records alone} */
    public long version() {
        return version;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenRecord that
                && id.equals(that.id)
                && owner.equals(that.owner)
                && description.equals(that.description)
                && scopes.equals(that.scopes)
                && hash.equals(that.hash)
                && issuedAt.equals(that.issuedAt)
                && Objects.equals(expiresAt, that.expiresAt)
                && Objects.equals(createdBy, that.createdBy)
                && Objects.equals(revocation, that.revocation)
                && Objects.equals(disablement, that.disablement)
                && ancestors.equals(that.ancestors)
                && family.equals(that.family)
                && Objects.equals(successor, that.successor)
                && Objects.equals(requestKey, that.requestKey)
                && Objects.equals(requestDigest, that.requestDigest)
                && attributes.equals(that.attributes)
                && details.equals(that.details)
                && version == that.version;
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, version);
    }

    /** {@return id, owner and version; neither the hash nor the details} */
    @Override
    public String toString() {
        return "TokenRecord[" + id + ", owner=" + VisibleText.escape(owner) + ", version=" + version + "]";
    }
}
