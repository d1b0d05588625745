package dev.latchkey.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import dev.latchkey.planted.LeaksARecord;
import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.OwnerScopes;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.port.TokenEventListener;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.Grant;
import dev.latchkey.token.Lifecycle;
import dev.latchkey.token.Lineage;
import dev.latchkey.token.SecretDigest;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenCursor;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenRecordBuilder;
import dev.latchkey.token.TokenUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a service that embeds the library has to know of it, beginning at {@link AccessTokens}. */
class HostSurfaceTest {

    /** A host names an implementation of these to the builder, and never calls it. */
    private static final Set<Class<?>> PASSED_ON = Set.of(TokenStore.class, ChangeFeed.class, SecretHasher.class);

    /** A host implements these. */
    private static final Set<Class<?>> IMPLEMENTED = Set.of(OwnerScopes.class, TokenEventListener.class);

    /** What stores and hashers speak in, beside the package of the ports. */
    private static final Set<Class<?>> STORAGE_VOCABULARY = Set.of(
            TokenRecord.class,
            TokenRecordBuilder.class,
            Grant.class,
            Lifecycle.class,
            Lineage.class,
            TokenUse.class,
            TokenCursor.class,
            BearerToken.class,
            SecretHash.class,
            SecretDigest.class,
            StoreState.class);

    /**
     * 40, and 5 of events and the trail. Raise it only for a type that a reader of the first pages misses otherwise.
     */
    private static final int MOST_TYPES = 45;

    private static List<Class<?>> storageVocabularyFrom(Class<?> root) {
        return HostSurface.of(root, PASSED_ON).stream()
                .filter(type -> STORAGE_VOCABULARY.contains(type)
                        || type.getPackage().equals(TokenStore.class.getPackage())
                                && !PASSED_ON.contains(type)
                                && !IMPLEMENTED.contains(type))
                .toList();
    }

    private static Set<Class<?>> types() {
        Set<Class<?>> types = HostSurface.topLevel(HostSurface.of(AccessTokens.class, PASSED_ON));
        types.removeAll(PASSED_ON);
        return types;
    }

    @Test
    void a_host_meets_none_of_the_types_of_a_store() {
        assertThat(storageVocabularyFrom(AccessTokens.class)).isEmpty();
    }

    @Test
    void a_planted_record_is_found_behind_nesting_and_type_arguments() {
        assertThat(storageVocabularyFrom(LeaksARecord.class)).contains(TokenRecord.class, Lineage.class);
    }

    @Test
    void the_types_of_a_store_are_found_behind_the_store_itself() {
        assertThat(HostSurface.of(TokenStore.class, Set.of()))
                .contains(TokenRecord.class, TokenUse.class, SecretHash.class, StoreState.class);
    }

    @Test
    void a_host_meets_no_more_types_than_today() {
        assertThat(types()).hasSizeLessThanOrEqualTo(MOST_TYPES);
    }

    @Test
    void the_types_of_a_host_are_those_in_the_documentation() throws IOException {
        String page = Files.readString(Path.of("").toAbsolutePath().getParent().resolve("docs/architecture.md"));
        int start = page.indexOf("## What a host sees");
        String section = page.substring(start, page.indexOf("\n## ", start + 1));

        assertThat(section.split("[^A-Za-z]+"))
                .containsAll(types().stream().map(Class::getSimpleName).toList());
    }
}
