package dev.latchkey.page;

import dev.latchkey.ConflictingRequestException;
import dev.latchkey.Issuance;
import dev.latchkey.Issuance.AlreadyIssued;
import dev.latchkey.IssuedToken;
import dev.latchkey.page.view.CreateView;
import dev.latchkey.page.view.CreateView.Problem;
import dev.latchkey.page.view.CreateView.Resources;
import dev.latchkey.page.view.Field.Option;
import dev.latchkey.page.view.MessageView.Link;
import dev.latchkey.page.view.RevealView;
import dev.latchkey.page.view.ReviewView;
import dev.latchkey.page.view.Screens;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A new token: the form, the review, and the one answer that shows the token.
 *
 * <p>The last step is answered with the token itself, not with a redirect: so its text is not in an address, a session
 * or any memory that outlives the answer. Because of the form's request key, a reload states that the token was already
 * shown.
 */
final class CreateScreen {

    private CreateScreen() {}

    static PageResponse answer(Call call) {
        return call.posts() ? step(call) : begin(call);
    }

    private static PageResponse begin(Call call) {
        ResourceChoices choices = call.host().resources(call.visit(), "");
        CreateInput input = CreateInput.tokenOfLink(call)
                .map(token -> CreateInput.ofToken(token, call.service().catalog(), choices))
                .orElseGet(
                        () -> CreateInput.ofLink(call.request(), call.service().catalog()));
        return Pages.ok(form(call, input, choices, List.of()));
    }

    private static PageResponse step(Call call) {
        CreateInput input = CreateInput.ofForm(call.request(), call.service().catalog());
        ResourceChoices choices =
                call.host().resources(call.visit(), input.reach().search());
        String preset = call.request().form("preset");
        if (!preset.isEmpty()) {
            return Pages.ok(form(call, input.withPreset(call.service().catalog(), preset), choices, List.of()));
        }
        String step = call.request().form("step");
        if (!step.equals("review") && !step.equals("create")) {
            return Pages.ok(form(call, input, choices, List.of()));
        }
        CreateRequest wanted = new CreateRequest(call, input, choices);
        if (!wanted.problems().isEmpty()) {
            return Pages.wrong(form(call, input, choices, wanted.problems()));
        }
        return step.equals("create") ? create(call, input, choices, wanted) : Pages.ok(review(call, input, wanted));
    }

    private static byte[] form(Call call, CreateInput input, ResourceChoices choices, List<Problem> problems) {
        String title = call.text().get("create.title");
        return Screens.create(new CreateView(
                call.frame(problems.isEmpty() ? title : call.text().get("problems.title", title), "new"),
                input.key(),
                input.description(),
                call.service().catalog().bundles().stream()
                        .map(bundle -> new CreateView.Preset(bundle.name().toString(), bundle.description()))
                        .toList(),
                new ScopeForm(call, input.scopes(), ScopeForm.places(choices)).groups(),
                resources(input, choices),
                new Expiry(call, input.lifetime()).view(),
                problems));
    }

    private static @Nullable Resources resources(CreateInput input, ResourceChoices choices) {
        if (choices.single().isEmpty()
                && !choices.isIncomplete()
                && input.reach().search().isEmpty()) {
            return null;
        }
        return new Resources(
                input.reach().everything(),
                CreateRequest.offered(input, choices).stream()
                        .map(choice -> new Option(
                                choice.path(),
                                choice.label(),
                                null,
                                input.reach().resources().contains(choice.path()),
                                false))
                        .toList(),
                input.reach().search(),
                choices.isIncomplete());
    }

    private static byte[] review(Call call, CreateInput input, CreateRequest wanted) {
        return Screens.review(new ReviewView(
                call.frame(call.text().get("review.title"), "new"),
                input.description(),
                wanted.permissions(true),
                wanted.permissions(false),
                wanted.where(),
                wanted.expiry().sentence(),
                wanted.expiry().isNever(),
                input.hidden()));
    }

    private static PageResponse create(Call call, CreateInput input, ResourceChoices choices, CreateRequest wanted) {
        try {
            Issuance issuance = call.service().tokens().issuer().issueOnce(input.key(), wanted.toIssue());
            return reveal(call, issuance, null);
        } catch (ConflictingRequestException e) {
            return Pages.message(
                    call, 409, "used-form", new Link("new", call.text().get("create.title")));
        } catch (IllegalArgumentException e) {
            Problem problem = new Problem("scopes", call.text().get("problem.refused", String.valueOf(e.getMessage())));
            return Pages.wrong(form(call, input, choices, List.of(problem)));
        }
    }

    /**
     * {@return the screen with the token if this request created it; otherwise the screen that states that it was
     * shown}
     *
     * @param predecessor what became of the token that it replaces
     */
    static PageResponse reveal(Call call, Issuance issuance, @Nullable String predecessor) {
        if (issuance instanceof AlreadyIssued shown) {
            Link token =
                    new Link(Call.root(call.request()) + shown.id(), call.text().get("reveal.token-page"));
            return Pages.message(call, 409, "already-shown", token);
        }
        IssuedToken issued = (IssuedToken) issuance;
        Optional<String> example = call.host().exampleRequest(call.visit()).filter(CreateScreen::isPlain);
        return Pages.secret(Screens.reveal(new RevealView(
                        call.frame(call.text().get("reveal.title"), "new"),
                        TokenRows.of(call, issued.stored()),
                        issued.reveal(),
                        example.orElse(null))
                .replacing(predecessor)));
    }

    /** It is pasted into a shell, between quotes. */
    private static boolean isPlain(String address) {
        return address.matches("https?://[A-Za-z0-9._~:/?#\\[\\]@!$&()*+,;=%-]+");
    }
}
