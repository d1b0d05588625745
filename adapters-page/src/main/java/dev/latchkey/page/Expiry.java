package dev.latchkey.page;

import dev.latchkey.IssuePolicy;
import dev.latchkey.IssueRequest;
import dev.latchkey.page.view.CreateView;
import dev.latchkey.page.view.Field.Option;
import dev.latchkey.page.view.Messages;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Until when a new token works: what the form offers, and what was chosen. */
final class Expiry {

    private static final List<Integer> DAYS = List.of(7, 30, 90, 365);
    private static final String CUSTOM = "custom";
    private static final String NEVER = "never";

    private final Call call;
    private final CreateInput.Lifetime input;
    private final IssuePolicy policy;

    Expiry(Call call, CreateInput.Lifetime input) {
        this.call = call;
        this.input = input;
        this.policy = call.service().policy();
    }

    private List<Integer> offered() {
        return DAYS.stream()
                .filter(days -> Duration.ofDays(days).compareTo(policy.maximumLifetime()) <= 0)
                .toList();
    }

    private Instant after(int days) {
        return call.now().plus(Duration.ofDays(days));
    }

    CreateView.Expiry view() {
        Messages text = call.text();
        List<Option> options = new ArrayList<>();
        String fallback = offered().stream().anyMatch(days -> input.days().equals(days.toString()))
                        || input.days().equals(CUSTOM)
                        || (input.days().equals(NEVER) && policy.allowsNever())
                ? input.days()
                : offered().isEmpty()
                        ? CUSTOM
                        : offered().get(offered().size() - 1).toString();
        for (int days : offered()) {
            options.add(new Option(
                    Integer.toString(days),
                    text.count("duration.days", days),
                    text.get("create.until.sentence", call.times().day(after(days))),
                    fallback.equals(Integer.toString(days)),
                    false));
        }
        options.add(new Option(CUSTOM, text.get("create.custom"), null, fallback.equals(CUSTOM), false));
        if (policy.allowsNever()) {
            options.add(
                    new Option(NEVER, text.get("never"), text.get("create.never.hint"), fallback.equals(NEVER), false));
        }
        return new CreateView.Expiry(
                options,
                input.until(),
                day(call.now()).toString(),
                latest().toString(),
                policy.allowsNever() ? input.sure() : null);
    }

    private LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, call.times().zone());
    }

    /** {@return the last day that ends within the policy's maximum} */
    private LocalDate latest() {
        return day(call.now().plus(policy.maximumLifetime())).minusDays(1);
    }

    /** {@return what is wrong with the choice; empty for nothing} */
    Optional<CreateView.Problem> problem() {
        Messages text = call.text();
        if (input.days().equals(NEVER) && policy.allowsNever()) {
            return input.sure()
                    ? Optional.empty()
                    : Optional.of(new CreateView.Problem("sure", text.get("problem.sure")));
        }
        if (input.days().equals(CUSTOM)) {
            LocalDate earliest = day(call.now());
            boolean right = custom().filter(date -> !date.isBefore(earliest) && !date.isAfter(latest()))
                    .isPresent();
            return right
                    ? Optional.empty()
                    : Optional.of(new CreateView.Problem(
                            "until",
                            text.get(
                                    "problem.until",
                                    call.times().day(call.now()),
                                    call.times()
                                            .day(latest().atStartOfDay(
                                                            call.times().zone())
                                                    .toInstant()))));
        }
        boolean offered = offered().stream().anyMatch(days -> input.days().equals(days.toString()));
        return offered
                ? Optional.empty()
                : Optional.of(new CreateView.Problem(firstOption(), text.get("problem.days")));
    }

    private String firstOption() {
        return "days-" + (offered().isEmpty() ? CUSTOM : offered().get(0));
    }

    private Optional<LocalDate> custom() {
        return parse(input.until());
    }

    /** {@return a day as a browser sends it} */
    static Optional<LocalDate> parse(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** {@return the end of the last day, in the viewer's zone} */
    private Optional<Instant> end() {
        return input.days().equals(CUSTOM)
                ? custom().map(date ->
                        date.plusDays(1).atStartOfDay(call.times().zone()).toInstant())
                : Optional.empty();
    }

    boolean isNever() {
        return input.days().equals(NEVER);
    }

    /** {@return the choice as a sentence} */
    String sentence() {
        if (isNever()) {
            return call.text().get("review.never");
        }
        Instant end = end().orElseGet(() -> after(Integer.parseInt(input.days())));
        return call.text().get("review.until.sentence", call.times().when(end).exact());
    }

    /** {@return the request with the chosen lifetime} */
    IssueRequest applyTo(IssueRequest request) {
        if (isNever()) {
            return request.neverExpiring();
        }
        return end().map(request::expiringAt)
                .orElseGet(() -> request.expiringAfter(Duration.ofDays(Integer.parseInt(input.days()))));
    }
}
