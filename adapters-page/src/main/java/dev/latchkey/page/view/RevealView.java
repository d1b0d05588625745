package dev.latchkey.page.view;

import org.jspecify.annotations.Nullable;

/** The one showing of a new token. It has no {@code equals}, and prints without the secret. */
public final class RevealView {

    private final Frame frame;
    private final TokenRow token;
    private final transient String secret;
    private final @Nullable String request;
    private final @Nullable String predecessor;

    /**
     * Makes the view.
     *
     * @param frame what stands around it
     * @param token the token
     * @param secret its text
     * @param request an address to try it on; null for none
     */
    public RevealView(Frame frame, TokenRow token, String secret, @Nullable String request) {
        this(frame, token, secret, request, null);
    }

    private RevealView(
            Frame frame, TokenRow token, String secret, @Nullable String request, @Nullable String predecessor) {
        this.frame = frame;
        this.token = token;
        this.secret = secret;
        this.request = request;
        this.predecessor = predecessor;
    }

    /**
     * {@return this view of a token that replaces another one}
     *
     * @param fate what became of the other one; null if it replaces none
     */
    public RevealView replacing(@Nullable String fate) {
        return new RevealView(frame, token, secret, request, fate);
    }

    /** {@return what stands around it} */
    public Frame frame() {
        return frame;
    }

    /** {@return the token} */
    public TokenRow token() {
        return token;
    }

    /** {@return the token's text} */
    public String secret() {
        return secret;
    }

    /** {@return lines that try the token without leaving it in the shell's history; null for none} */
    public @Nullable String command() {
        return request == null
                ? null
                : "printf 'Token: '; read -rs TOKEN; echo\n"
                        + "printf 'header = \"Authorization: Bearer %s\"' \"$TOKEN\" | curl -i -K - '" + request + "'";
    }

    /** {@return the state of the token that the new one replaces; null if it replaces none} */
    public @Nullable String predecessor() {
        return predecessor;
    }

    /** {@return the token's id} */
    @Override
    public String toString() {
        return "RevealView[" + token.id() + "]";
    }
}
