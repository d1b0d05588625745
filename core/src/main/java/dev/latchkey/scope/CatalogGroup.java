package dev.latchkey.scope;

import java.util.List;

/**
 * Permissions of a {@link ScopeCatalog} that a form shows under one heading.
 *
 * @param title the heading
 * @param permissions in the order of their declaration
 */
public record CatalogGroup(String title, List<CatalogPermission> permissions) {

    /**
     * Copies the list.
     *
     * @param title the heading
     * @param permissions in the order of their declaration
     */
    public CatalogGroup {
        permissions = List.copyOf(permissions);
    }
}
