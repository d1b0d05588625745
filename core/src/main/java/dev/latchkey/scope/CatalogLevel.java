package dev.latchkey.scope;

/**
 * One choice in a row of a form.
 *
 * @param label what the choice is called, as in {@code Read-only}; {@code Granted} in a row of one permission
 * @param permission what it stands for
 */
public record CatalogLevel(String label, CatalogPermission permission) {}
