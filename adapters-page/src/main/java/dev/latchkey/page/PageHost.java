package dev.latchkey.page;

import dev.latchkey.scope.ScopeSet;
import java.util.Optional;

/**
 * Implemented by the host: identifies the viewer, and describes how the host looks.
 *
 * <p>Called for each request, on its thread. Implementations are thread-safe. An exception is answered with 500, or
 * with 503 if it is a {@link dev.latchkey.token.UnavailableException}.
 */
public interface PageHost {

    /**
     * {@return the viewer, the owner whose tokens they see, and what they may do; empty if nobody is signed in}
     *
     * <p>Read it from the host's session: its cookie is among the request's headers, and
     * {@link PageRequest#original} is the server's own request.
     *
     * @param request the request
     */
    Optional<Visit> visit(PageRequest request);

    /**
     * {@return the answer if {@link #visit} is empty: usually a redirect to the host's own sign-in}
     *
     * @param request the request for which {@link #visit} returned nothing
     */
    PageResponse answerToNobody(PageRequest request);

    /** {@return the host's name, link and colour} It is read once, when the page is made. */
    Brand brand();

    /**
     * {@return where the viewer's tokens may act; by default everywhere}
     *
     * @param visit who creates a token
     * @param search what the viewer looks for among the resources; empty for no search
     */
    default ResourceChoices resources(Visit visit, String search) {
        return ResourceChoices.everywhere();
    }

    /**
     * {@return what the owner in view may do now, so that the page points out tokens that can do more; by default empty,
     * which points out nothing}
     *
     * <p>If the tokens were built with {@code ownerScopes}, return the same; what the owner may not do is refused then in
     * any case.
     *
     * @param visit whose tokens are shown
     */
    default Optional<ScopeSet> ownerScopes(Visit visit) {
        return Optional.empty();
    }

    /**
     * {@return the field that every form repeats, where the host has one; by default none}
     *
     * <p>With or without it, a form that another site sends is refused: by {@code Sec-Fetch-Site}, or by {@code Origin}
     * where a browser does not send that. Without it, a form that has neither header is refused as well.
     *
     * @param request the request
     */
    default Optional<CsrfField> csrfField(PageRequest request) {
        return Optional.empty();
    }

    /**
     * {@return where to sign in again, if the sign-in is too long ago to create or rotate a token; by default empty}
     *
     * @param request the request
     */
    default Optional<String> signInAgain(PageRequest request) {
        return Optional.empty();
    }

    /**
     * {@return an address on which a new token can be tried with curl; by default none}
     *
     * @param visit who created the token
     */
    default Optional<String> exampleRequest(Visit visit) {
        return Optional.empty();
    }

    /**
     * {@return what people call an actor; by default its id}
     *
     * @param actor an actor, such as {@code users/42}
     */
    default String nameOf(String actor) {
        return actor;
    }
}
