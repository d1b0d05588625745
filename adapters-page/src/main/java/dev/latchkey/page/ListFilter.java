package dev.latchkey.page;

import dev.latchkey.scope.Scope;
import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the list is filtered by, as it was typed, and the conditions that follow from it. The owner is not one of them:
 * {@code Tokens.ownedBy} adds that.
 */
final class ListFilter {

    static final String TEXT = "q";
    static final String SCOPE = "scope";
    static final String CREATOR = "by";
    static final String IDLE = "idle";
    static final String WITHIN = "within";
    static final String ONLY = "only";
    static final String NEVER_USED = "unused";
    static final String NEVER_EXPIRING = "forever";
    static final String DISABLED = "disabled";

    static final int MOST_DAYS = 3_650;
    private static final List<String> PARAMETERS = List.of(TEXT, SCOPE, CREATOR, IDLE, WITHIN, ONLY);
    private static final List<String> CHOICES = List.of("", NEVER_USED, NEVER_EXPIRING, DISABLED);

    private final Call call;
    private final boolean recordsUses;
    private final Map<String, String> problems = new LinkedHashMap<>();
    private TokenQuery query = TokenQuery.all();

    ListFilter(Call call, boolean recordsUses) {
        this.call = call;
        this.recordsUses = recordsUses;
        Instant now = call.now();
        when(TEXT, () -> TokenCondition.describedWith(value(TEXT)), call.text().get("problem.q"));
        when(SCOPE, () -> TokenCondition.granting(scope()), call.text().get("problem.scope"));
        when(
                CREATOR,
                () -> TokenCondition.createdBy(value(CREATOR)),
                call.text().get("problem.by"));
        when(IDLE, () -> TokenCondition.idleSince(now.minus(days(IDLE))), daysProblem());
        when(WITHIN, () -> TokenCondition.expiringBefore(now.plus(days(WITHIN))), daysProblem());
        when(ONLY, () -> only(now), call.text().get("problem.only"));
        if (!recordsUses) {
            requireUses(IDLE, !value(IDLE).isEmpty());
            requireUses(ONLY, value(ONLY).equals(NEVER_USED));
        }
    }

    private String daysProblem() {
        return call.text().get("problem.days-filter", MOST_DAYS);
    }

    private void when(String name, Supplier<TokenCondition> condition, String problem) {
        if (value(name).isEmpty()) {
            return;
        }
        try {
            query = query.where(condition.get());
        } catch (IllegalArgumentException e) {
            problems.put(name, problem);
        }
    }

    private void requireUses(String name, boolean used) {
        if (used) {
            problems.putIfAbsent(name, call.text().get("problem.uses"));
        }
    }

    private Duration days(String name) {
        int days = Integer.parseInt(value(name));
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException(name);
        }
        return Duration.ofDays(days);
    }

    /** {@return the scope that was typed; without a resource, on all that the owner's tokens may act on} */
    private Scope scope() {
        Scope typed = Scope.of(value(SCOPE));
        Optional<String> whole = typed.resource().isPresent()
                ? Optional.empty()
                : call.host().resources(call.visit(), "").whole();
        return ScopeForm.on(typed, whole.orElse(""));
    }

    private TokenCondition only(Instant now) {
        return switch (value(ONLY)) {
            case NEVER_USED -> TokenCondition.neverUsed();
            case NEVER_EXPIRING -> TokenCondition.neverExpiring();
            case DISABLED -> TokenCondition.disabled(now);
            default -> throw new IllegalArgumentException(ONLY);
        };
    }

    /** {@return a value as it was typed, without blanks around it} */
    String value(String name) {
        return call.request().query(name).strip();
    }

    /** {@return the choices among tokens of one kind; the empty one is for all} */
    List<String> choices() {
        return CHOICES.stream()
                .filter(choice -> recordsUses || !choice.equals(NEVER_USED))
                .toList();
    }

    /** {@return what is wrong, by the names of the fields} */
    Map<String, String> problems() {
        return problems;
    }

    /** {@return whether nothing is filtered} */
    boolean isEmpty() {
        return PARAMETERS.stream().allMatch(name -> value(name).isEmpty());
    }

    /** {@return the tokens that meet the filter} Meaningless if there are problems. */
    TokenQuery query() {
        return query;
    }

    /** {@return the parameters that filter by the same} */
    QueryString parameters() {
        QueryString same = QueryString.none();
        for (String name : PARAMETERS) {
            same = same.with(name, value(name));
        }
        return same;
    }
}
