package dev.latchkey.token;

import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TrailEntry.Subject;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The stored state of a token, with its version.
 *
 * <p>A record contains no secret, only its hash. Times are whole milliseconds (sub-millisecond precision is truncated,
 * so that every store returns exactly what was written) from 1970 to the end of the year 9999. A change makes a new
 * record whose version is one higher; a store writes it only if it still has the version before.
 *
 * <p>Its parts are {@link Grant}, {@link Lifecycle} and {@link Lineage}.
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
            throw new IllegalArgumentException("version " + version + " leaves no later version for a revocation");
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
     * {@return the text, if a record may have it as owner, description or revocation reason}
     *
     * <p>This rule is for text that is read or searched for. {@link VisibleText} has stricter rules for text that is
     * written.
     *
     * @param what which of them, for the error's message
     * @param text the text: 1 to 255 UTF-16 code units, not blank, without control characters
     * @throws IllegalArgumentException if it is anything else
     */
    public static String requireText(String what, String text) {
        return RecordText.requireText(what, text, MAX_TEXT_LENGTH);
    }

    /**
     * {@return the attributes in the order of their keys, if a record may have them}
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
     * <p>The range of all times in a store and its arguments is 1970-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z, which
     * every store keeps exactly.
     *
     * @param what which time, for the error's message
     * @param time the time; sub-millisecond precision is truncated
     * @throws IllegalArgumentException if it is out of that range
     */
    public static Instant requireTime(String what, Instant time) {
        return RecordTime.require(what, time);
    }

    /** {@return a builder with all values of this record, including its version} */
    public TokenRecordBuilder toBuilder() {
        return new TokenRecordBuilder(id)
                .grant(grant)
                .hash(hash)
                .lifecycle(lifecycle)
                .lineage(lineage)
                .attributes(attributes)
                .details(details)
                .version(version);
    }

    /**
     * {@return this record as a store keeps it in place of {@code present}: owner, creator, time of issue, ancestors,
     * family, request key and its digest keep their inserted values}
     *
     * @param present the record that this one is the next version of
     */
    public TokenRecord asNextOf(TokenRecord present) {
        return toBuilder()
                .owner(present.grant.owner())
                .createdBy(present.grant.createdBy())
                .issuedAt(present.lifecycle.issuedAt())
                .lineage(present.lineage)
                .successor(lineage.successor())
                .build();
    }

    private TokenRecordBuilder next() {
        return toBuilder().version(version + 1);
    }

    /**
     * {@return the next version with another lifecycle; or this record if it has that lifecycle already}
     *
     * @param next the new lifecycle
     */
    public TokenRecord withLifecycle(Lifecycle next) {
        return next.equals(lifecycle) ? this : next().lifecycle(next).build();
    }

    /**
     * {@return the next version, revoked by the service itself; see {@link Lifecycle#revoked}}
     *
     * @param at when
     * @param reason why, for people
     */
    public TokenRecord withRevoked(Instant at, String reason) {
        return withRevocation(new Intervention(at, null, reason));
    }

    /**
     * {@return the next version, revoked; or this record if it is revoked already; see {@link Lifecycle#revoked}}
     *
     * @param by when, who and why
     */
    public TokenRecord withRevocation(Intervention by) {
        return withLifecycle(lifecycle.revoked(by));
    }

    /**
     * {@return the next version with another description; or this record if it has that description already}
     *
     * @param text what the token is for
     */
    public TokenRecord withDescription(String text) {
        return grant.description().equals(text)
                ? this
                : next().description(text).build();
    }

    /**
     * {@return the next version with other scopes; or this record if it has those already}
     *
     * @param text the granted scopes, separated by spaces
     */
    public TokenRecord withScopes(String text) {
        return grant.scopes().equals(text) ? this : next().scopes(text).build();
    }

    /**
     * {@return the next version with other attributes; or this record if it has those already}
     *
     * @param texts see {@link #requireAttributes}
     */
    public TokenRecord withAttributes(Map<String, String> texts) {
        return attributes.equals(texts) ? this : next().attributes(texts).build();
    }

    /**
     * {@return the next version, replaced by another token}
     *
     * @param token the other token
     * @param end when this one ends, if it does not expire before
     */
    public TokenRecord withSuccessor(TokenId token, Instant end) {
        Instant present = lifecycle.expiresAt();
        return next().successor(token)
                .expiresAt(present != null && present.isBefore(end) ? present : end)
                .build();
    }

    /**
     * {@return the next version with other details; or this record if it has those already}
     *
     * @param text see {@link #details()}
     */
    public TokenRecord withDetails(String text) {
        return details.equals(text) ? this : next().details(text).build();
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

    /** {@return the token, as events and the trail name it} */
    public Subject subject() {
        return new Subject(id, grant.owner());
    }

    /**
     * {@return the token, for a list that can read its record, but not its use}
     *
     * @param problem what is wrong with the use
     */
    public UnreadableToken withUnreadableUse(String problem) {
        return new UnreadableToken(
                id, grant.owner(), lifecycle.issuedAt(), lifecycle.expiresAt(), lifecycle.revokedAt(), problem);
    }

    /** {@return the length of its stored text, in characters; at most some 96,000} */
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

    /** {@return the grant: scopes, owner, creator and description} */
    public Grant grant() {
        return grant;
    }

    /** {@return the lifetime, the revocation and the disablement} */
    public Lifecycle lifecycle() {
        return lifecycle;
    }

    /** {@return the ancestors, family, successor and request} */
    public Lineage lineage() {
        return lineage;
    }

    /** {@return the hash of the secret} */
    public SecretHash hash() {
        return hash;
    }

    /** {@return the attributes, in the order of the keys: at most 32 texts of 1 to 255 characters} */
    public SortedMap<String, String> attributes() {
        return attributes;
    }

    /** {@return text that only the core reads and writes, at most 16 KiB of UTF-8; may be empty} */
    public String details() {
        return details;
    }

    /**
     * {@return the version, 1 for a new record; only revoked records have the largest {@code long} as their version}
     */
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
        return "TokenRecord[" + id + ", owner=" + VisibleText.escape(grant.owner()) + ", version=" + version + "]";
    }
}
