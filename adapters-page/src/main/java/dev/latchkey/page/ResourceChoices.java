package dev.latchkey.page;

import dev.latchkey.scope.Scope;
import java.util.List;
import java.util.Optional;

/**
 * Where a new token may act: everywhere within something, or on chosen resources.
 *
 * <p>Every method returns new choices. Immutable and thread-safe.
 */
public final class ResourceChoices {

    private final Optional<String> whole;
    private final List<Choice> single;
    private final boolean incomplete;

    private ResourceChoices(Optional<String> whole, List<Choice> single, boolean incomplete) {
        this.whole = whole;
        this.single = single;
        this.incomplete = incomplete;
    }

    /**
     * A resource to choose.
     *
     * @param path as it stands behind the {@code @} of a scope: {@code workspaces/acme/sources/js}
     * @param label what people call it
     */
    public record Choice(String path, String label) {

        /**
         * Makes a choice.
         *
         * @throws IllegalArgumentException if the path is not one of a resource
         */
        public Choice {
            requirePath(path);
        }
    }

    /** {@return that tokens act on every resource: their scopes name none} */
    public static ResourceChoices everywhere() {
        return new ResourceChoices(Optional.empty(), List.of(), false);
    }

    /**
     * {@return that tokens act on everything within a resource, also on what is added later}
     *
     * @param path the resource, as in {@code workspaces/acme}
     * @throws IllegalArgumentException if it is not the path of a resource
     */
    public static ResourceChoices within(String path) {
        return new ResourceChoices(Optional.of(requirePath(path)), List.of(), false);
    }

    private static String requirePath(String path) {
        Scope.of("p@" + path);
        return path;
    }

    /**
     * {@return these choices, and the creator of a token may choose some resources instead of all}
     *
     * @param resources the resources to choose from
     */
    public ResourceChoices offering(List<Choice> resources) {
        return new ResourceChoices(whole, List.copyOf(resources), incomplete);
    }

    /** {@return these choices, and the page offers to search for others than those that are listed here} */
    public ResourceChoices andMore() {
        return new ResourceChoices(whole, single, true);
    }

    /** {@return the resource within which tokens act; empty for everywhere} */
    public Optional<String> whole() {
        return whole;
    }

    /** {@return the resources to choose from; empty if nothing can be chosen} */
    public List<Choice> single() {
        return single;
    }

    /** {@return whether there are others} */
    public boolean isIncomplete() {
        return incomplete;
    }
}
