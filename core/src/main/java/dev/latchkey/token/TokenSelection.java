package dev.latchkey.token;

import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens to revoke together: all, those of a chain of rotations, those derived from a token, or those with an
 * attribute.
 *
 * <p>Immutable and thread-safe.
 */
public final class TokenSelection {

    private static final TokenSelection ALL = new TokenSelection(TokenQuery.all(), record -> true, "the tokens");

    private final TokenQuery query;
    private final Predicate<TokenRecord> condition;
    private final String name;

    private TokenSelection(TokenQuery query, Predicate<TokenRecord> condition, String name) {
        this.query = query;
        this.condition = condition;
        this.name = name;
    }

    /** {@return all tokens} */
    public static TokenSelection all() {
        return ALL;
    }

    /**
     * {@return the tokens of one chain of rotations: a token, its successor, and so on}
     *
     * @param first the first token of the chain: {@code family()} of each of them
     */
    public static TokenSelection inFamily(TokenId first) {
        return new TokenSelection(
                TokenQuery.all().inFamily(Objects.requireNonNull(first, "first")),
                record -> true,
                "the tokens of family " + first);
    }

    /**
     * {@return the tokens derived from a token, directly or indirectly; without that token itself}
     *
     * @param ancestor the token
     */
    public static TokenSelection derivedFrom(TokenId ancestor) {
        return new TokenSelection(
                TokenQuery.all(),
                record -> record.lineage().ancestors().contains(ancestor),
                "the tokens derived from " + Objects.requireNonNull(ancestor, "ancestor"));
    }

    /**
     * {@return the tokens with an attribute of exactly that value}
     *
     * @param key the attribute's key
     * @param value its value
     */
    public static TokenSelection withAttribute(String key, String value) {
        Objects.requireNonNull(value, "value");
        return new TokenSelection(
                TokenQuery.all(),
                record -> value.equals(record.attributes().get(key)),
                "the tokens with attribute " + VisibleText.escape(key) + "=" + VisibleText.escape(value));
    }

    /**
     * {@return this selection, restricted to one owner}
     *
     * @param owner the exact owner; null for all owners
     */
    public TokenSelection ownedBy(@Nullable String owner) {
        return owner == null
                ? this
                : new TokenSelection(query.ownedBy(owner), condition, name + " of owner " + VisibleText.escape(owner));
    }

    /** {@return a query that finds all of these tokens, and possibly others} */
    public TokenQuery query() {
        return query;
    }

    /**
     * {@return whether a token that the query found is one of these}
     *
     * @param record the token's record
     */
    public boolean matches(TokenRecord record) {
        return query.filter().selects(record) && condition.test(record);
    }

    /** {@return the selection in words} */
    @Override
    public String toString() {
        return name;
    }
}
