package dev.latchkey.token;

import dev.latchkey.scope.ScopeSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The stored state of a token, with its version.
 *
 * <p>A record holds no secret, only its hash. Times are whole milliseconds (sub-millisecond precision is truncated, so
 * that every store returns what it was given) from 1970 to the end of the year 9999. A change makes a new record whose version
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
    private final Grant grant;
    private final transient SecretHash hash;
    private final Lifecycle lifecycle;
    private final Lineage lineage;
    private final SortedMap<String, String> attributes;
    private final String details;
    private final long version;

    TokenRecord(TokenRecordBuilder from) {
        this.id = from.id;
        this.grant = new Grant(
                from.required("owner", from.owner),
                from.createdBy,
                from.required("description", from.description),
                from.required("scopes", from.scopes));
        this.hash = from.required("hash", from.hash);
        this.lifecycle = new Lifecycle(
                from.required("issuedAt", from.issuedAt), from.expiresAt, from.revocation, from.disablement);
        this.lineage = new Lineage(
                from.ancestors,
                from.family == null ? from.id : from.family,
                from.successor,
                from.requestKey,
                from.requestDigest);
        this.attributes = Attributes.require(from.attributes);
        this.details = RecordText.requireUtf8("details", from.details, MAX_DETAILS_BYTES);
        this.version = from.version;
        if (lineage.ancestors().contains(id)) {
            throw new IllegalArgumentException("token " + id + " is among its own ancestors");
        }
        if (version < 1) {
            throw new IllegalArgumentException("version " + version + " is below 1");
        }
        if (version == Long.MAX_VALUE && lifecycle.revocation() == null) {
            throw new IllegalArgumentException("version " + version + " leaves none for a revocation");
        }
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
     * {@return the attributes in the order of their keys, if a record may hold them}
     *
     * @param attributes at most {@value #MAX_ATTRIBUTES} texts of 1 to 255 characters, not blank, without control characters,
     *     by keys of 1 to 64 characters of printable ASCII
     * @throws IllegalArgumentException if they are anything else
     */
    public static SortedMap<String, String> requireAttributes(Map<String, String> attributes) {
        return Attributes.require(attributes);
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
                .owner(owner())
                .createdBy(createdBy())
                .description(description())
                .scopes(scopes())
                .hash(hash)
                .issuedAt(issuedAt())
                .expiresAt(expiresAt())
                .revocation(revocation())
                .disablement(disablement())
                .ancestors(ancestors())
                .family(family())
                .successor(successor())
                .requestKey(requestKey())
                .requestDigest(requestDigest())
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
                .owner(present.owner())
                .createdBy(present.createdBy())
                .issuedAt(present.issuedAt())
                .ancestors(present.ancestors())
                .family(present.family())
                .requestKey(present.requestKey())
                .requestDigest(present.requestDigest())
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
        return revocation() != null ? this : next().revocation(by).build();
    }

    /**
     * {@return the next version, disabled; or this record if it is disabled or revoked already, because the first
     * disablement stays and a revocation is final}
     *
     * @param by when, who and why
     */
    public TokenRecord withDisablement(Intervention by) {
        return disablement() != null || revocation() != null
                ? this
                : next().disablement(by).build();
    }

    /** {@return the next version, no longer disabled; or this record if it is not disabled, or revoked} */
    public TokenRecord withoutDisablement() {
        return disablement() == null || revocation() != null
                ? this
                : next().disablement(null).build();
    }

    /**
     * {@return the next version with another description; or this record if it says just that}
     *
     * @param text what the token is for
     */
    public TokenRecord withDescription(String text) {
        return description().equals(text) ? this : next().description(text).build();
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
        return lifecycle.endsAt();
    }

    /** {@return how much text a store keeps of it, in characters; at most some 96,000} */
    public int textLength() {
        return TokenId.LENGTH
                + grant.textLength()
                + hash.scheme().length()
                + hash.text().length()
                + lifecycle.textLength()
                + lineage.textLength()
                + details.length()
                + attributes.entrySet().stream()
                        .mapToInt(entry ->
                                entry.getKey().length() + entry.getValue().length())
                        .sum();
    }

    /** {@return the token's public name} */
    public TokenId id() {
        return id;
    }

    /** {@return what was granted, to whom, by whom, and what for} */
    public Grant grant() {
        return grant;
    }

    /** {@return from when to when the token lives, and what was done to that} */
    public Lifecycle lifecycle() {
        return lifecycle;
    }

    /** {@return where the token comes from, and what came of it} */
    public Lineage lineage() {
        return lineage;
    }

    /** {@return who the token acts for; 1 to 255 characters, chosen by the host application} */
    public String owner() {
        return grant.owner();
    }

    /** {@return what the token is for; 1 to 255 characters} */
    public String description() {
        return grant.description();
    }

    /** {@return the granted scopes as text, separated by spaces; never empty} */
    public String scopes() {
        return grant.scopes();
    }

    /** {@return the hash of the secret} */
    public SecretHash hash() {
        return hash;
    }

    /** {@return when the token was issued} */
    public Instant issuedAt() {
        return lifecycle.issuedAt();
    }

    /** {@return from when on the token is no longer valid, or null if it does not expire} */
    public @Nullable Instant expiresAt() {
        return lifecycle.expiresAt();
    }

    /** {@return who created the token, in the host's words; null for the service itself} */
    public @Nullable String createdBy() {
        return grant.createdBy();
    }

    /** {@return when, by whom and why the token was revoked, or null if it was not} */
    public @Nullable Intervention revocation() {
        return lifecycle.revocation();
    }

    /** {@return when the token was revoked, or null if it was not} */
    public @Nullable Instant revokedAt() {
        Intervention revocation = revocation();
        return revocation == null ? null : revocation.at();
    }

    /** {@return why the token was revoked, 1 to 255 characters, or null if it was not} */
    public @Nullable String revocationReason() {
        Intervention revocation = revocation();
        return revocation == null ? null : revocation.reason();
    }

    /** {@return when, by whom and why the token was disabled, or null if it is not} */
    public @Nullable Intervention disablement() {
        return lifecycle.disablement();
    }

    /** {@return when the token was disabled, or null if it is not} */
    public @Nullable Instant disabledAt() {
        Intervention disablement = disablement();
        return disablement == null ? null : disablement.at();
    }

    /** {@return the tokens that this one was derived from: its parent last; at most {@value #MAX_ANCESTORS}} */
    public List<TokenId> ancestors() {
        return lineage.ancestors();
    }

    /** {@return the token that this one was derived from, or null} */
    public @Nullable TokenId parent() {
        return lineage.parent();
    }

    /** {@return the first token of the chain of rotations that this one belongs to; its own id if it is the first} */
    public TokenId family() {
        return lineage.family();
    }

    /** {@return the token that replaced this one, or null} */
    public @Nullable TokenId successor() {
        return lineage.successor();
    }

    /** {@return the caller's key that makes a repeated issue harmless, unique for an owner; or null} */
    public @Nullable String requestKey() {
        return lineage.requestKey();
    }

    /** {@return a digest of the request that was made under {@link #requestKey()}, or null} */
    public @Nullable String requestDigest() {
        return lineage.requestDigest();
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
                && grant.equals(that.grant)
                && hash.equals(that.hash)
                && lifecycle.equals(that.lifecycle)
                && lineage.equals(that.lineage)
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
        return "TokenRecord[" + id + ", owner=" + VisibleText.escape(owner()) + ", version=" + version + "]";
    }
}
