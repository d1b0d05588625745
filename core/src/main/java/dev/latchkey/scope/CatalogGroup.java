package dev.latchkey.scope;

import java.util.List;

/**
 * Rows of a {@link ScopeCatalog} that a form shows under one heading.
 *
 * @param title the heading
 * @param rows in the order of their declaration
 */
public record CatalogGroup(String title, List<CatalogRow> rows) {

    /**
     * Copies the list.
     *
     * @param title the heading
     * @param rows in the order of their declaration
     */
    public CatalogGroup {
        rows = List.copyOf(rows);
    }

    /**
     * The permissions of all rows.
     *
     * @return in the order of their declaration; unmodifiable
     */
    public List<CatalogPermission> permissions() {
        return rows.stream()
                .flatMap(row -> row.levels().stream())
                .map(CatalogLevel::permission)
                .toList();
    }
}
