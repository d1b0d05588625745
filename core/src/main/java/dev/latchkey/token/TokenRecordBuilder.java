package dev.latchkey.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link TokenRecord}; what a store uses to give back what it keeps.
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

    @Nullable Instant revokedAt;

    @Nullable String revocationReason;

    @Nullable Instant disabledAt;

    @Nullable TokenId parent;

    @Nullable TokenId family;

    @Nullable TokenId successor;

    @Nullable String requestKey;

    String details = "";
    long version = 1;

    TokenRecordBuilder(TokenId id) {
        this.id = id;
    }

    /**
     * Sets {@link TokenRecord#owner()}.
     *
     * @param owner who the token acts for; 1 to 255 characters
     * @return this builder
     */
    public TokenRecordBuilder owner(String owner) {
        this.owner = owner;
        return this;
    }

    /**
     * Sets {@link TokenRecord#description()}.
     *
     * @param text what the token is for; 1 to 255 characters
     * @return this builder
     */
    public TokenRecordBuilder description(String text) {
        this.description = text;
        return this;
    }

    /**
     * Sets {@link TokenRecord#scopes()}.
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
     * Sets {@link TokenRecord#issuedAt()}.
     *
     * @param time when the token was issued
     * @return this builder
     */
    public TokenRecordBuilder issuedAt(Instant time) {
        this.issuedAt = time;
        return this;
    }

    /**
     * Sets {@link TokenRecord#expiresAt()}.
     *
     * @param time from when on the token is no longer valid, or null for never
     * @return this builder
     */
    public TokenRecordBuilder expiresAt(@Nullable Instant time) {
        this.expiresAt = time;
        return this;
    }

    /**
     * Sets when and why the token was revoked: both, or neither.
     *
     * @param time when, or null
     * @param reason why, 1 to 255 characters, or null
     * @return this builder
     */
    public TokenRecordBuilder revoked(@Nullable Instant time, @Nullable String reason) {
        this.revokedAt = time;
        this.revocationReason = reason;
        return this;
    }

    /**
     * Sets {@link TokenRecord#disabledAt()}.
     *
     * @param time when the token was switched off, or null
     * @return this builder
     */
    public TokenRecordBuilder disabledAt(@Nullable Instant time) {
        this.disabledAt = time;
        return this;
    }

    /**
     * Sets {@link TokenRecord#parent()}.
     *
     * @param token the token that this one was derived from, or null
     * @return this builder
     */
    public TokenRecordBuilder parent(@Nullable TokenId token) {
        this.parent = token;
        return this;
    }

    /**
     * Sets {@link TokenRecord#family()}.
     *
     * @param first the first token of the chain of rotations; null for the token itself
     * @return this builder
     */
    public TokenRecordBuilder family(@Nullable TokenId first) {
        this.family = first;
        return this;
    }

    /**
     * Sets {@link TokenRecord#successor()}.
     *
     * @param token the token that replaced this one, or null
     * @return this builder
     */
    public TokenRecordBuilder successor(@Nullable TokenId token) {
        this.successor = token;
        return this;
    }

    /**
     * Sets {@link TokenRecord#requestKey()}.
     *
     * @param key the caller's key that makes a repeated issue harmless, or null
     * @return this builder
     */
    public TokenRecordBuilder requestKey(@Nullable String key) {
        this.requestKey = key;
        return this;
    }

    /**
     * Sets {@link TokenRecord#details()}.
     *
     * @param text text that core alone reads and writes, at most 16 KiB of UTF-8
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
     * @throws IllegalArgumentException if something required is missing, or a value is one that no record may hold
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
