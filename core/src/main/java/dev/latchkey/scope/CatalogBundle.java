package dev.latchkey.scope;

/**
 * A named set of permissions that can be asked for in one word, and is expanded when a token is issued.
 *
 * <p>What a token got from a bundle stays as it was, when the bundle is changed later.
 *
 * @param name what is asked for; it is written like a permission, but is none
 * @param description what it is for, for people
 * @param scopes what it stands for: permissions without resources
 */
public record CatalogBundle(Scope name, String description, ScopeSet scopes) {}
