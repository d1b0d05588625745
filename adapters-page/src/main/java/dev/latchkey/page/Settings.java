package dev.latchkey.page;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssuePolicy;
import dev.latchkey.scope.CatalogPermission;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeCatalog;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a page was made of. */
record Settings(Service service, PageHost host, Assets assets, Map<String, Map<String, String>> translations) {

    /** The service whose tokens these are, with the catalogue's descriptions by permission. */
    record Service(
            AccessTokens tokens,
            ScopeCatalog catalog,
            IssuePolicy policy,
            InstantSource clock,
            Map<Scope, String> descriptions) {

        Service(AccessTokens tokens, ScopeCatalog catalog, IssuePolicy policy, InstantSource clock) {
            this(
                    tokens,
                    catalog,
                    policy,
                    clock,
                    catalog.groups().stream()
                            .flatMap(group -> group.permissions().stream())
                            .collect(Collectors.toMap(
                                    CatalogPermission::scope,
                                    CatalogPermission::description,
                                    (first, second) -> first)));
        }

        Service with(IssuePolicy other) {
            return new Service(tokens, catalog, other, clock, descriptions);
        }

        Service with(InstantSource other) {
            return new Service(tokens, catalog, policy, other, descriptions);
        }

        /** {@return what a permission allows, in the words of the catalogue; null if it is not listed} */
        @Nullable String describe(Scope scope) {
            return descriptions.get(scope.withoutResource());
        }
    }

    Settings with(Service other) {
        return new Settings(other, host, assets, translations);
    }

    Settings with(Map<String, Map<String, String>> other) {
        return new Settings(service, host, assets, other);
    }
}
