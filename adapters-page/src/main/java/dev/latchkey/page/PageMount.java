package dev.latchkey.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The common part of the mounts for all servers: finds the path below the mount, and reads the bodies of forms.
 *
 * <p>A mount for another server turns its request into a {@link PageRequest}, and writes the answer. Immutable and
 * thread-safe.
 */
public final class PageMount {

    private static final Pattern FORM = Pattern.compile(
            "application/x-www-form-urlencoded(\\s*;\\s*charset=\"?utf-8\"?)?", Pattern.CASE_INSENSITIVE);

    private final AccessPage page;

    /**
     * Makes a mount.
     *
     * @param page what is mounted
     */
    public PageMount(AccessPage page) {
        this.page = Objects.requireNonNull(page, "page");
    }

    /** The body of a request, which is read only if it is a form. */
    public interface Body {

        /**
         * Reads the body.
         *
         * @param most at most so many bytes
         * @return the bytes
         * @throws IOException if the client has gone
         */
        byte[] read(int most) throws IOException;
    }

    /**
     * Answers a request.
     *
     * @param request the request with the whole path, still encoded, as this server has it
     * @param mount where the page is mounted, without a slash at the end
     * @param body reads the body
     * @return the answer; without its body where the method is HEAD, and with {@code Content-Length} to add
     * @throws IOException if the client has gone
     */
    public PageResponse answer(PageRequest request, String mount, Body body) throws IOException {
        String path = request.path();
        if (path.equals(mount)) {
            // All links are relative, so they need the slash at the end of the mount's path.
            return PageResponse.redirect(mount.substring(mount.lastIndexOf('/') + 1) + "/")
                    .withMissing(Pages.SECURITY);
        }
        if (!path.startsWith(mount + "/")) {
            return plain(404, "not found");
        }
        PageRequest below = request.at(path.substring(mount.length()));
        if (!request.method().equals("POST")) {
            return page.handle(below);
        }
        if (!FORM.matcher(request.header("content-type").orElse("")).matches()) {
            return plain(415, "send a form");
        }
        byte[] form = body.read(PageRequest.MAX_BODY + 1);
        return form.length > PageRequest.MAX_BODY
                ? plain(413, "the form is too large")
                : page.handle(below.withForm(form));
    }

    private static PageResponse plain(int status, String text) {
        return PageResponse.of(
                        status,
                        Map.of("Content-Type", "text/plain; charset=utf-8"),
                        String.format(Locale.ROOT, "%s%n", text).getBytes(StandardCharsets.UTF_8))
                .withMissing(Pages.SECURITY);
    }
}
