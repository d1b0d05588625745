package dev.latchkey.spring;

import dev.latchkey.page.AccessPage;

/**
 * Changes the Access Management page that {@code latchkey.page.path} mounts: adds a translation, for example.
 *
 * <p>All beans of this type are called once, at start, in their order.
 */
@FunctionalInterface
public interface AccessPageCustomizer {

    /**
     * {@return the page to mount}
     *
     * @param page the page as properties and beans say
     */
    AccessPage customize(AccessPage page);
}
