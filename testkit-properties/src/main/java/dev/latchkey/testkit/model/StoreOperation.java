package dev.latchkey.testkit.model;

import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call of a store, as a value; counterexamples consist of these. */
sealed interface StoreOperation {

    /** The fields of a record; the version is found when the operation is run. */
    record Fields(
            TokenId id,
            String owner,
            @Nullable String requestKey,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable TokenId parent,
            String description) {

        TokenRecord version(long version) {
            return TokenRecords.ordinary(id)
                    .owner(owner)
                    .requestKey(requestKey)
                    .expiresAt(expiresAt)
                    .revocation(revokedAt == null ? null : new Intervention(revokedAt, null, "leaked"))
                    .parent(id.equals(parent) ? null : parent)
                    .family(parent)
                    .description(description)
                    .version(version)
                    .build();
        }
    }

    /** Something to write: one step of a list, or two. */
    sealed interface Step extends StoreOperation {}

    record Insert(Fields fields) implements Step {}

    /**
     * An update, of the right version or of another.
     *
     * @param fields what the record is to contain
     * @param step how far the version is from the stored one; a store accepts 1
     */
    record Update(Fields fields, int step) implements Step {}

    record Replace(Fields retired, int step, Fields successor) implements Step {}

    /**
     * A deletion, of the right version or of another.
     *
     * @param id the token
     * @param step how far the version is from the stored one; a store accepts 0
     */
    record Delete(TokenId id, int step) implements Step {}

    record UpdateState(int step, @Nullable Instant rejectIssuedBefore) implements Step {}

    /** A list of steps; each is made for the result of those before it, as if none of them was refused. */
    record WriteAll(List<Step> steps) implements StoreOperation {}

    /**
     * A mark at the end of the feed, or where it ended some changes ago.
     *
     * @param back how many entries before the end
     */
    record Mark(int back) implements StoreOperation {}

    record RecordUse(List<TokenUse> uses) implements StoreOperation {}

    record Find(List<TokenId> ids) implements StoreOperation {}

    /**
     * Which tokens to list; a null selects all.
     *
     * @param conditions what they have to meet
     */
    record Filter(
            @Nullable String owner,
            @Nullable TokenId parent,
            @Nullable TokenId family,
            @Nullable String requestKey,
            List<TokenCondition> conditions) {

        static final Filter ALL = new Filter(null, null, null, null, List.of());

        /** {@return this filter; without the conditions that need an owner, a parent or a family if it has none} */
        Filter served() {
            boolean selective = owner != null || parent != null || family != null;
            return new Filter(
                    owner,
                    parent,
                    family,
                    requestKey,
                    conditions.stream()
                            .filter(condition -> selective || condition.isOfState())
                            .toList());
        }
    }

    /** Begins to walk through a list; a walk with the same number is abandoned. */
    record BeginWalk(int walk, Filter filter, Order order, boolean descending, int limit) implements StoreOperation {}

    record NextPage(int walk) implements StoreOperation {}

    /** Begins to read the feed, from its end on. */
    record BeginReading(int reader) implements StoreOperation {}

    record ReadOn(int reader, int limit) implements StoreOperation {}

    record Trim(Instant before, int limit) implements StoreOperation {}
}
