package dev.latchkey.inmemory;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenFilter;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenCondition.CreatedBy;
import dev.latchkey.token.TokenCondition.DerivedFrom;
import dev.latchkey.token.TokenCondition.DescribedWith;
import dev.latchkey.token.TokenCondition.ExpiringBefore;
import dev.latchkey.token.TokenCondition.Granting;
import dev.latchkey.token.TokenCondition.IdleSince;
import dev.latchkey.token.TokenCondition.InState;
import dev.latchkey.token.TokenCondition.NeverExpiring;
import dev.latchkey.token.TokenCondition.NeverUsed;
import dev.latchkey.token.TokenCondition.State;
import dev.latchkey.token.TokenCondition.Unrevoked;
import dev.latchkey.token.TokenCondition.WithAttribute;
import dev.latchkey.token.TokenCursor;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stores that search wrongly: rule TS-4. */
final class SabotagedSearches {

    private SabotagedSearches() {}

    /** Decides itself which tokens meet a condition, and how many it examines. */
    abstract static class Searches extends DelegatingStore {

        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return TokenFilter.of(TokenQuery.all().where(condition)).matches(record, use);
        }

        int mostExamined() {
            return StoreLimits.MAX_EXAMINED;
        }

        @Override
        public TokenPage list(TokenQuery query) {
            List<TokenCondition> conditions = query.conditions();
            if (conditions.isEmpty()) {
                return right.list(query);
            }
            StoreLimits.requireQuery(query);
            List<Entry> behind = all(TokenQuery.all()
                            .orderedBy(query.order(), query.descending() ? Direction.DESCENDING : Direction.ASCENDING))
                    .stream()
                    .filter(entry -> TokenFilter.of(query).selects(entry.record()))
                    .filter(entry -> entry.place(query.order()).isBehindStartOf(query))
                    .toList();
            List<Entry> examined = behind.subList(0, Math.min(behind.size(), mostExamined()));
            TokenCursor last = examined.size() == behind.size()
                    ? null
                    : examined.get(examined.size() - 1).place(query.order());
            List<Entry> found = examined.stream()
                    .filter(entry ->
                            conditions.stream().allMatch(condition -> meets(condition, entry.record(), entry.use())))
                    .limit(query.limit() + 1L)
                    .toList();
            return TokenPage.of(query, found, Map.of(), last);
        }
    }

    /** Nothing is wrong with it. */
    static class SearchesRightly extends Searches {}

    static class ExaminesEverything extends Searches {
        @Override
        int mostExamined() {
            return Integer.MAX_VALUE;
        }
    }

    /** A page ends too early, and the next ones find the rest. */
    static class ExaminesLess extends Searches {
        @Override
        int mostExamined() {
            return StoreLimits.MAX_EXAMINED - 1;
        }
    }

    /** The conditions are checked on one page of the right store, so pages are short. */
    static class FiltersPages extends Searches {
        @Override
        int mostExamined() {
            return 2;
        }
    }

    static class SearchesAllOwners extends DelegatingStore {
        @Override
        public TokenPage list(TokenQuery query) {
            try {
                return right.list(query);
            } catch (IllegalArgumentException e) {
                return new TokenPage(List.of(), null);
            }
        }
    }

    /** It is still live at its expiry. */
    static class ExpiredAreLive extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return condition instanceof InState in
                    ? super.meets(new InState(in.state(), in.now().minusMillis(1), in.cutOff()), record, use)
                    : super.meets(condition, record, use);
        }
    }

    /** The end alone decides, so it does not end at once if a node's clock is ahead. */
    static class StatesByEnd extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            Instant end = record.lifecycle().endsAt();
            return condition instanceof InState in && in.state() == State.ENDED && in.cutOff() == null
                    ? end != null && !end.isAfter(in.now())
                    : super.meets(condition, record, use);
        }
    }

    static class IgnoresTheCutOff extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return condition instanceof InState in
                    ? super.meets(new InState(in.state(), in.now(), null), record, use)
                    : super.meets(condition, record, use);
        }
    }

    static class DisabledThoughEnded extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return condition instanceof InState in && in.state() == State.DISABLED
                    ? record.lifecycle().isDisabled()
                    : super.meets(condition, record, use);
        }
    }

    static class IgnoresRevocations extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return condition instanceof Unrevoked || super.meets(condition, record, use);
        }
    }

    static class ActorsIgnoringCase extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return condition instanceof CreatedBy by
                    ? by.actor().equalsIgnoreCase(record.grant().createdBy())
                    : super.meets(condition, record, use);
        }
    }

    /** It looks for the attribute in the text of all of them. */
    static class AttributesByPrefix extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return condition instanceof WithAttribute with
                    ? record.attributes().toString().contains(with.key() + "=" + with.value())
                    : super.meets(condition, record, use);
        }
    }

    static class DescriptionsInTheirCase extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return condition instanceof DescribedWith with
                    ? record.grant().description().contains(with.text())
                    : super.meets(condition, record, use);
        }
    }

    /** As SQL's LIKE does, with letters of ASCII in either case. */
    static class DescriptionsByPattern extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return condition instanceof DescribedWith with
                    ? Pattern.compile(
                                    with.text().replace("%", ".*").replace("_", "."),
                                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                            .matcher(record.grant().description())
                            .find()
                    : super.meets(condition, record, use);
        }
    }

    static class DescriptionsInAscii extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return condition instanceof DescribedWith with
                    ? Pattern.compile(Pattern.quote(with.text()), Pattern.CASE_INSENSITIVE)
                            .matcher(record.grant().description().toLowerCase(Locale.ROOT))
                            .find()
                    : super.meets(condition, record, use);
        }
    }

    static class ScopesByText extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return condition instanceof Granting granting
                    ? record.grant().scopes().contains(granting.scope().toString())
                    : super.meets(condition, record, use);
        }
    }

    /** It finds the members only. */
    static class ScopesByMember extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return condition instanceof Granting granting
                    ? ScopeSet.parse(record.grant().scopes()).members().contains(granting.scope())
                    : super.meets(condition, record, use);
        }
    }

    static class IdleOnlyIfUsed extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return super.meets(condition, record, use) && !(condition instanceof IdleSince && use == null);
        }
    }

    static class IdleByIssue extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return super.meets(condition, record, condition instanceof IdleSince ? null : use);
        }
    }

    static class NeverUsedThoughUsed extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return condition instanceof NeverUsed || super.meets(condition, record, use);
        }
    }

    static class ExpiresByEnd extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            Instant end = record.lifecycle().endsAt();
            return condition instanceof ExpiringBefore before
                    ? end != null && end.isBefore(before.time())
                    : super.meets(condition, record, use);
        }
    }

    /** It finds the children only. */
    static class DerivedDirectly extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return condition instanceof DerivedFrom derived
                    ? derived.ancestor().equals(record.lineage().parent())
                    : super.meets(condition, record, use);
        }
    }

    /** It looks for the id in the text of all ancestors, as their ids are written one behind the other. */
    static class DerivedByText extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return condition instanceof DerivedFrom derived
                    ? record.lineage().ancestors().stream()
                            .map(TokenId::toString)
                            .collect(Collectors.joining())
                            .contains(derived.ancestor().toString())
                    : super.meets(condition, record, use);
        }
    }

    static class EndlessOnlyIfNotEnded extends Searches {
        @Override
        boolean meets(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
            return condition instanceof NeverExpiring
                    ? record.lifecycle().endsAt() == null
                    : super.meets(condition, record, use);
        }
    }

    /** The last condition replaces those before it. */
    static class KeepsTheLastCondition extends DelegatingStore {
        @Override
        public TokenPage list(TokenQuery query) {
            List<TokenCondition> conditions = query.conditions();
            String owner = query.owner();
            if (conditions.size() < 2
                    || owner == null
                    || query.parent() != null
                    || TokenCursor.startOf(query) != null) {
                return right.list(query);
            }
            return right.list(TokenQuery.all()
                    .ownedBy(owner)
                    .where(conditions.get(conditions.size() - 1))
                    .orderedBy(query.order(), query.descending() ? Direction.DESCENDING : Direction.ASCENDING)
                    .limit(query.limit()));
        }
    }
}
