package dev.latchkey.testkit.model;

import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.model.StoreOperation.BeginReading;
import dev.latchkey.testkit.model.StoreOperation.BeginWalk;
import dev.latchkey.testkit.model.StoreOperation.Delete;
import dev.latchkey.testkit.model.StoreOperation.Fields;
import dev.latchkey.testkit.model.StoreOperation.Filter;
import dev.latchkey.testkit.model.StoreOperation.Find;
import dev.latchkey.testkit.model.StoreOperation.Insert;
import dev.latchkey.testkit.model.StoreOperation.Mark;
import dev.latchkey.testkit.model.StoreOperation.NextPage;
import dev.latchkey.testkit.model.StoreOperation.ReadOn;
import dev.latchkey.testkit.model.StoreOperation.RecordUse;
import dev.latchkey.testkit.model.StoreOperation.Replace;
import dev.latchkey.testkit.model.StoreOperation.Step;
import dev.latchkey.testkit.model.StoreOperation.Trim;
import dev.latchkey.testkit.model.StoreOperation.Update;
import dev.latchkey.testkit.model.StoreOperation.UpdateState;
import dev.latchkey.testkit.model.StoreOperation.WriteAll;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenUse;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Sequences of operations over few ids, owners, keys and times, so that they often collide. */
final class StoreOperations {

    static final int WALKS = 2;
    static final int READERS = 2;
    static final Instant FAR_FUTURE = Instant.parse("9999-01-01T00:00:00Z");

    /** Some by number, and some that are sorted wrongly if a half of the number is treated as signed. */
    static final List<TokenId> IDS = Stream.concat(
                    IntStream.range(0, 5).mapToObj(i -> TokenId.of(1, i)),
                    Stream.of(TokenId.of(1, -1), TokenId.of(-1, 0), TokenId.of(Long.MIN_VALUE, Long.MAX_VALUE)))
            .toList();

    private static final Arbitrary<TokenId> ID = Arbitraries.of(IDS);
    private static final Arbitrary<String> OWNER = Arbitraries.of("o", "O", "o ", "\u00f6");
    private static final Arbitrary<String> KEY = Arbitraries.of("k", "K", "k ");
    private static final Arbitrary<Instant> TIME = Arbitraries.of(
            TokenRecords.ISSUED,
            TokenRecords.ISSUED.plusMillis(1),
            TokenRecords.ISSUED.plusMillis(2),
            TokenRecords.ISSUED.plusSeconds(3));
    private static final Arbitrary<Integer> LIMIT = Arbitraries.of(1, 2, 3, 5, 1_000);
    private static final Arbitrary<Integer> STEP =
            Arbitraries.frequency(Tuple.of(8, 1), Tuple.of(1, 0), Tuple.of(1, 2));
    private static final Arbitrary<TokenCondition> CONDITION = Arbitraries.oneOf(
            TIME.map(TokenCondition::live),
            TIME.map(TokenCondition::ended),
            TIME.map(TokenCondition::idleSince),
            TIME.map(TokenCondition::expiringBefore),
            ID.map(TokenCondition::derivedFrom),
            Arbitraries.of("ONE", "other", "e", "o e").map(TokenCondition::describedWith),
            Arbitraries.of(TokenCondition.unrevoked(), TokenCondition.neverUsed(), TokenCondition.neverExpiring()));
    private static final Arbitrary<Fields> FIELDS = Combinators.combine(
                    ID,
                    OWNER,
                    KEY.injectNull(0.5),
                    TIME.injectNull(0.3),
                    TIME.injectNull(0.7),
                    ID.injectNull(0.5),
                    Arbitraries.of("one", "other"))
            .as(Fields::new);

    private StoreOperations() {}

    static Arbitrary<List<StoreOperation>> sequences() {
        return Arbitraries.<StoreOperation>frequencyOf(
                        Tuple.of(16, steps()),
                        Tuple.of(4, steps().list().ofMaxSize(5).map(WriteAll::new)),
                        Tuple.of(1, Arbitraries.of(0, 0, 0, 1, 2).map(Mark::new)),
                        Tuple.of(4, uses().map(RecordUse::new)),
                        Tuple.of(3, ID.list().uniqueElements().ofMaxSize(4).map(Find::new)),
                        Tuple.of(2, walks()),
                        Tuple.of(6, number(WALKS).map(NextPage::new)),
                        Tuple.of(2, number(READERS).map(BeginReading::new)),
                        Tuple.of(5, Combinators.combine(number(READERS), LIMIT).as(ReadOn::new)),
                        Tuple.of(
                                1,
                                Combinators.combine(Arbitraries.of(FAR_FUTURE, Instant.EPOCH), LIMIT)
                                        .as(Trim::new)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(200)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Step> steps() {
        Arbitrary<Integer> deleted = Arbitraries.frequency(Tuple.of(8, 0), Tuple.of(1, -1), Tuple.of(1, 1));
        return Arbitraries.frequencyOf(
                Tuple.of(6, FIELDS.map(Insert::new)),
                Tuple.of(5, Combinators.combine(FIELDS, STEP).as(Update::new)),
                Tuple.of(3, Combinators.combine(FIELDS, STEP, FIELDS).as(Replace::new)),
                Tuple.of(1, Combinators.combine(ID, deleted).as(Delete::new)),
                Tuple.of(1, Combinators.combine(STEP, TIME.injectNull(0.3)).as(UpdateState::new)));
    }

    private static Arbitrary<Integer> number(int end) {
        return Arbitraries.integers().between(0, end - 1);
    }

    private static Arbitrary<List<TokenUse>> uses() {
        Arbitrary<ScopeSet> scopes = Arbitraries.of("", "a", "b", "a:b").map(ScopeSet::parse);
        return Combinators.combine(ID, TIME, scopes)
                .as(TokenUse::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    private static Arbitrary<BeginWalk> walks() {
        Arbitrary<List<TokenCondition>> conditions = CONDITION.list().ofMaxSize(2);
        Arbitrary<Filter> filters = Combinators.combine(
                        OWNER.injectNull(0.5), ID.injectNull(0.8), ID.injectNull(0.8), KEY.injectNull(0.8), conditions)
                .as(Filter::new)
                .map(Filter::served);
        return Combinators.combine(
                        number(WALKS), filters, Arbitraries.of(Order.class), Arbitraries.of(true, false), LIMIT)
                .as(BeginWalk::new);
    }
}
