package dev.latchkey.scope;

import java.util.List;
import java.util.Optional;

/**
 * One row of a form: a permission to tick, or one thing with several levels of access to choose from.
 *
 * <p>"No access" is not a level; a row shows it if nothing is granted.
 *
 * @param title what the row is about: the thing of {@link ScopeCatalogBuilder#levelsOf}, or the permission's name
 * @param description what that is, for people
 * @param levels at least one, the lowest first; each gives all that are before it
 */
public record CatalogRow(String title, String description, List<CatalogLevel> levels) {

    /**
     * Copies the list.
     *
     * @param title what the row is about
     * @param description what that is, for people
     * @param levels at least one, the lowest first
     */
    public CatalogRow {
        levels = List.copyOf(levels);
    }

    /**
     * The level that a grant gives: what the row shows as chosen.
     *
     * @param granted a grant compiled by the catalogue, as by {@code catalog.compile(scopes)}
     * @return the highest level that is given on every resource; empty for no access
     */
    public Optional<CatalogLevel> levelIn(CompiledScopes granted) {
        return levels.stream()
                .filter(level -> granted.covers(level.permission().scope()))
                .reduce((lower, higher) -> higher);
    }

    /**
     * The level that a grant gives on one resource.
     *
     * @param granted a grant compiled by the catalogue
     * @param resourceSegments the resource, segment by segment, as in {@code "repos", name}
     * @return the highest level that is given there; empty for no access
     */
    public Optional<CatalogLevel> levelIn(CompiledScopes granted, String... resourceSegments) {
        return levels.stream()
                .filter(level -> granted.permits(level.permission().scope().on(resourceSegments)))
                .reduce((lower, higher) -> higher);
    }
}
