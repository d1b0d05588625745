package dev.latchkey.page;

import dev.latchkey.ConflictingRequestException;
import dev.latchkey.RevocationReason;
import dev.latchkey.RotatedToken;
import dev.latchkey.Rotation;
import dev.latchkey.StoredToken;
import dev.latchkey.page.view.Field;
import dev.latchkey.page.view.Field.Option;
import dev.latchkey.page.view.Frame;
import dev.latchkey.page.view.MessageView.Link;
import dev.latchkey.page.view.Messages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A new secret for a token: both work for a while.
 *
 * <p>Who rotates a token reads its new secret. So only those rotate it who may delegate all that it can do.
 */
final class RotateScreen {

    private static final List<Duration> OVERLAPS =
            List.of(Duration.ZERO, Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7));
    private static final Duration USUAL = Duration.ofDays(1);

    private RotateScreen() {}

    static boolean mayRotate(Call call, StoredToken token) {
        return call.visit().mayManage()
                && call.visit()
                        .delegable()
                        .filter(delegable -> call.service()
                                .catalog()
                                .excess(delegable, token.scopes())
                                .isEmpty())
                        .isPresent();
    }

    static PageResponse answer(Call call, StoredToken token) {
        Link back = new Link("../" + token.id(), call.text().get("reveal.token-page"));
        if (!mayRotate(call, token)) {
            return Pages.message(call, 403, "rotate-more", back);
        }
        if (call.posts()) {
            return rotate(call, token, back);
        }
        return isRotatable(call, token) ? form(call, token, null) : Pages.message(call, 409, "not-rotatable", back);
    }

    private static boolean isRotatable(Call call, StoredToken token) {
        return token.state(call.now()) == StoredToken.State.LIVE
                && token.successor().isEmpty();
    }

    private static PageResponse rotate(Call call, StoredToken token, Link back) {
        Optional<Duration> overlap = OVERLAPS.stream()
                .filter(each ->
                        Long.toString(each.toMinutes()).equals(call.request().form("overlap")))
                .findFirst();
        if (overlap.isEmpty()) {
            return form(call, token, call.text().get("problem.overlap"));
        }
        try {
            Rotation rotation = Rotation.overlapping(overlap.get()).requestedAs(RequestKeys.of(call.request()));
            RotatedToken rotated = call.tokens().rotate(token.id(), rotation).orElseThrow();
            return CreateScreen.reveal(call, rotated.successor(), predecessor(call, rotated.retired()));
        } catch (ConflictingRequestException e) {
            return Pages.message(call, 409, "used-form", back);
        } catch (IllegalStateException e) {
            return Pages.message(call, 409, "not-rotatable", back);
        }
    }

    private static String predecessor(Call call, StoredToken retired) {
        Messages text = call.text();
        return retired.state(call.now()) == StoredToken.State.LIVE
                ? retired.expiresAt()
                        .map(end -> text.get(
                                "rotate.old-until", call.times().when(end).exact()))
                        .orElseGet(() -> text.get("rotate.old-ends"))
                : text.get("rotate.old-ended");
    }

    private static PageResponse form(Call call, StoredToken token, @Nullable String problem) {
        Field overlap = Field.choice(
                        Field.Kind.RADIOS,
                        "overlap",
                        call.text().get("rotate.overlap"),
                        call.text().get("rotate.overlap.hint"),
                        OVERLAPS.stream().map(each -> option(call, token, each)).toList())
                .wrong(problem);
        return FormScreen.of(call, "rotate", List.of(token))
                .asking(List.of(overlap))
                .sending(List.of(new Frame.Hidden("key", RequestKeys.next())))
                .show(false);
    }

    private static Option option(Call call, StoredToken token, Duration overlap) {
        Messages text = call.text();
        Instant end = call.now().plus(overlap);
        boolean capped = token.expiresAt().filter(end::isAfter).isPresent();
        Instant until = capped ? token.expiresAt().orElseThrow() : end;
        return new Option(
                Long.toString(overlap.toMinutes()),
                overlap.isZero() ? text.get("rotate.now") : call.times().length(overlap),
                overlap.isZero()
                        ? text.get("rotate.now.hint", call.promise("promise"))
                        : text.get(
                                capped ? "rotate.capped" : "rotate.until",
                                call.times().when(until).exact()),
                overlap.equals(USUAL),
                false);
    }

    /** Ends the old token of a rotation before its overlap is over. */
    static PageResponse end(Call call, StoredToken token) {
        if (token.successor().isEmpty()) {
            return Pages.message(
                    call,
                    409,
                    "not-replaced",
                    new Link("../" + token.id(), call.text().get("reveal.token-page")));
        }
        call.tokens().revoke(token.id(), RevocationReason.SUPERSEDED);
        return Pages.done(call, token.id().toString(), "ended");
    }
}
