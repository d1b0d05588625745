package dev.latchkey.scope;

import java.util.List;

/**
 * One permission of a {@link ScopeCatalog}, as a form shows it.
 *
 * @param scope the permission, without a resource
 * @param description what it allows, for people
 * @param implies the permissions that it was declared to imply
 * @param includes every other permission of the catalogue that it gives, by its place in the hierarchy or by
 *     implication, through any number of steps: a form shows them as ticked and fixed when this one is ticked
 */
public record CatalogPermission(Scope scope, String description, List<Scope> implies, List<Scope> includes) {

    /**
     * Copies the lists.
     *
     * @param scope the permission, without a resource
     * @param description what it allows, for people
     * @param implies the permissions that it was declared to imply
     * @param includes every other permission of the catalogue that it gives
     */
    public CatalogPermission {
        implies = List.copyOf(implies);
        includes = List.copyOf(includes);
    }
}
