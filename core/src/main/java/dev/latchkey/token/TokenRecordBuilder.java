package dev.latchkey.token;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link TokenRecord}, for stores that read one.
 *
 * <p>Not thread-safe.
 */
public final class TokenRecordBuilder {

    final TokenId id;

    @Nullable String owner;

    @Nullable String description;

    @Nullable String scopes;

    transient @Nullable SecretHash hash;

    @Nullable Instant issuedAt;

    @Nullable Instant expiresAt;

    @Nullable String createdBy;

    @Nullable Intervention revocation;

    @Nullable Intervention disablement;

    List<TokenId> ancestors = List.of();

    @Nullable TokenId family;

    @Nullable TokenId successor;

    @Nullable String requestKey;

    @Nullable String requestDigest;

    Map<String, String> attributes = Map.of();
    String details = "";
    long version = 1;

    TokenRecordBuilder(TokenId id) {
        this.id = id;
    }

    /**
     * Sets {@link TokenRecord#grant()}.
     *
     * @param grant the scopes, owner, creator and description
     * @return this builder
     */
    public TokenRecordBuilder grant(Grant grant) {
        return owner(grant.owner())
                .createdBy(grant.createdBy())
                .description(grant.description())
                .scopes(grant.scopes());
    }

    /**
     * Sets {@link TokenRecord#lifecycle()}.
     *
     * @param lifecycle the lifetime, the revocation and the disablement
     * @return this builder
     */
    public TokenRecordBuilder lifecycle(Lifecycle lifecycle) {
        return issuedAt(lifecycle.issuedAt())
                .expiresAt(lifecycle.expiresAt())
                .revocation(lifecycle.revocation())
                .disablement(lifecycle.disablement());
    }

    /**
     * Sets {@link TokenRecord#lineage()}.
     *
     * @param lineage the ancestors, family, successor and request
     * @return this builder
     */
    public TokenRecordBuilder lineage(Lineage lineage) {
        return ancestors(lineage.ancestors())
                .family(lineage.family())
                .successor(lineage.successor())
                .requestKey(lineage.requestKey())
                .requestDigest(lineage.requestDigest());
    }

    /**
     * Sets {@link Grant#owner()}.
     *
     * @param owner who the token acts for; 1 to 255 characters
     * @return this builder
     */
    public TokenRecordBuilder owner(String owner) {
        this.owner = owner;
        return this;
    }

    /**
     * Sets {@link Grant#description()}.
     *
     * @param text what the token is for; 1 to 255 characters
     * @return this builder
     */
    public TokenRecordBuilder description(String text) {
        this.description = text;
        return this;
    }

    /**
     * Sets {@link Grant#scopes()}.
     *
     * @param text the granted scopes, separated by spaces
     * @return this builder
     */
    public TokenRecordBuilder scopes(String text) {
        this.scopes = text;
        return this;
    }

    /**
     * Sets {@link TokenRecord#hash()}.
     *
     * @param secretHash the hash of the secret
     * @return this builder
     */
    public TokenRecordBuilder hash(SecretHash secretHash) {
        this.hash = secretHash;
        return this;
    }

    /**
     * Sets {@link Lifecycle#issuedAt()}.
     *
     * @param time when the token was issued
     * @return this builder
     */
    public TokenRecordBuilder issuedAt(Instant time) {
        this.issuedAt = time;
        return this;
    }

    /**
     * Sets {@link Lifecycle#expiresAt()}.
     *
     * @param time the first instant at which the token is no longer valid, or null for never
     * @return this builder
     */
    public TokenRecordBuilder expiresAt(@Nullable Instant time) {
        this.expiresAt = time;
        return this;
    }

    /**
     * Sets {@link Grant#createdBy()}.
     *
     * @param actor who created the token, 1 to 255 characters; null for the service itself
     * @return this builder
     */
    public TokenRecordBuilder createdBy(@Nullable String actor) {
        this.createdBy = actor;
        return this;
    }

    /**
     * Sets {@link Lifecycle#revocation()}.
     *
     * @param by when, who and why; null if the token is not revoked
     * @return this builder
     */
    public TokenRecordBuilder revocation(@Nullable Intervention by) {
        this.revocation = by;
        return this;
    }

    /**
     * Sets {@link Lifecycle#disablement()}.
     *
     * @param by when, who and why; null if the token is not disabled
     * @return this builder
     */
    public TokenRecordBuilder disablement(@Nullable Intervention by) {
        this.disablement = by;
        return this;
    }

    /**
     * Sets {@link Lineage#ancestors()} to one parent.
     *
     * @param token the token that this one was derived from, or null
     * @return this builder
     */
    public TokenRecordBuilder parent(@Nullable TokenId token) {
        return ancestors(token == null ? List.of() : List.of(token));
    }

    /**
     * Sets {@link Lineage#ancestors()}.
     *
     * @param tokens the tokens that this one was derived from, its parent last; may be empty
     * @return this builder
     */
    public TokenRecordBuilder ancestors(List<TokenId> tokens) {
        this.ancestors = List.copyOf(tokens);
        return this;
    }

    /**
     * Sets {@link Lineage#family()}.
     *
     * @param first the first token of the chain of rotations; null for the token itself
     * @return this builder
     */
    public TokenRecordBuilder family(@Nullable TokenId first) {
        this.family = first;
        return this;
    }

    /**
     * Sets {@link Lineage#successor()}.
     *
     * @param token the token that replaced this one, or null
     * @return this builder
     */
    public TokenRecordBuilder successor(@Nullable TokenId token) {
        this.successor = token;
        return this;
    }

    /**
     * Sets {@link Lineage#requestKey()}.
     *
     * @param key the caller's key that makes issuing idempotent, or null
     * @return this builder
     */
    public TokenRecordBuilder requestKey(@Nullable String key) {
        this.requestKey = key;
        return this;
    }

    /**
     * Sets {@link Lineage#requestDigest()}.
     *
     * @param digest a digest of the request that was made under the request key, printable ASCII; or null
     * @return this builder
     */
    public TokenRecordBuilder requestDigest(@Nullable String digest) {
        this.requestDigest = digest;
        return this;
    }

    /**
     * Sets {@link TokenRecord#attributes()}.
     *
     * @param texts at most 32, each of 1 to 255 characters, by keys of 1 to 64 characters of printable ASCII
     * @return this builder
     */
    public TokenRecordBuilder attributes(Map<String, String> texts) {
        this.attributes = Map.copyOf(texts);
        return this;
    }

    /**
     * Sets {@link TokenRecord#details()}.
     *
     * @param text text that only the core reads and writes, at most 16 KiB of UTF-8
     * @return this builder
     */
    public TokenRecordBuilder details(String text) {
        this.details = text;
        return this;
    }

    /**
     * Sets {@link TokenRecord#version()}.
     *
     * @param number the version, at least 1
     * @return this builder
     */
    public TokenRecordBuilder version(long number) {
        this.version = number;
        return this;
    }

    /**
     * {@return the record}
     *
     * @throws IllegalArgumentException if something required is missing, or a value is not allowed in a record
     */
    public TokenRecord build() {
        return new TokenRecord(this);
    }

    <T> T required(String what, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("a record of token " + id + " needs " + what);
        }
        return value;
    }
}
