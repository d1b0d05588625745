package dev.latchkey;

import java.util.List;

/**
 * The usual reasons to revoke a token, for forms and reports; any other text is allowed.
 *
 * <p>They follow the reasons for revoking a certificate.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-5.3.1">RFC 5280, section 5.3.1</a>
 */
public final class RevocationReason {

    /** Somebody else may know the secret. */
    public static final String KEY_COMPROMISE = "key compromise";

    /** The token was found in public: in a repository, a log, a page. */
    public static final String LEAKED = "leaked";

    /** Another token replaces it. */
    public static final String SUPERSEDED = "superseded";

    /** The program that used the token is no longer run. */
    public static final String CESSATION = "cessation of operation";

    /** Its owner left, or has changed roles. */
    public static final String OWNER_LEFT = "owner left";

    /** It was presented after another token had replaced it. */
    public static final String REUSED = "reuse of a rotated token";

    /** It was not used for as long as {@link Housekeeping#endingIdleTokensAfter} allows. */
    public static final String IDLE = "idle";

    /** Everything about its owner was erased. */
    public static final String ERASED = "erasure of its owner";

    private static final List<String> ALL = List.of(KEY_COMPROMISE, LEAKED, SUPERSEDED, CESSATION, OWNER_LEFT, REUSED);

    private RevocationReason() {}

    /** {@return those that people choose, in the order of a form; without those of housekeeping and erasure} */
    public static List<String> all() {
        return ALL;
    }
}
