package dev.latchkey.scope;

/**
 * A named set of permissions, requested by its name and expanded when a token is issued.
 *
 * <p>Changing a bundle does not change tokens that were issued before.
 *
 * @param name the requested name; it is written like a permission, but is not one
 * @param description what it is for, for people
 * @param scopes what it stands for: permissions without resources
 */
public record CatalogBundle(Scope name, String description, ScopeSet scopes) {}
