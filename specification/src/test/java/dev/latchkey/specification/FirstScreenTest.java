package dev.latchkey.specification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import dev.latchkey.Authorization;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Permitted;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.scope.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The code of the README and of docs runs here, and stands there as it does here. */
class FirstScreenTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void the_first_screen_works() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:first-screen;DB_CLOSE_DELAY=-1");

        Authorization authorization = firstScreen(dataSource);

        assertThat(authorization).isInstanceOf(Permitted.class);
    }

    @SuppressWarnings("unused")
    private static Authorization firstScreen(DataSource dataSource) {
        // region README
        JdbcSchema.createIfMissing(dataSource);
        AccessTokens tokens =
                AccessTokens.builder(JdbcTokenStore.builder(dataSource).build()).build();

        IssuedToken issued = tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .describedAs("nightly export")
                        .withScopes("workspace:read")
                        .expiringAfter(Duration.ofDays(90)));
        String text = issued.reveal(); // show it once; it cannot be had again

        Authorization authorization = tokens.verifier().authorize(text, Scope.of("workspace:read"));
        // Permitted, Rejected or InsufficientScope

        tokens.registry().of("workspaces/acme").revoke(issued.stored().id(), "no longer needed");
        // endregion
        return authorization;
    }

    @ParameterizedTest
    @CsvSource({
        "README.md, specification/src/test/java/dev/latchkey/specification/FirstScreenTest.java, README",
        "docs/http.md, specification/src/test/java/dev/latchkey/specification/BearerFilter.java, filter",
        "docs/http.md, specification/src/test/java/dev/latchkey/specification/FakeVerifierTest.java, fake",
    })
    void the_document_shows_the_code_that_runs(String document, String source, String region) throws Exception {
        String code = Files.readString(ROOT.resolve(source))
                .lines()
                .dropWhile(line -> !line.strip().equals("// region " + region))
                .skip(1)
                .takeWhile(line -> !line.strip().equals("// endregion"))
                .collect(Collectors.joining("\n"))
                .stripIndent()
                .strip();

        assertThat(code).isNotBlank();
        assertThat(Files.readString(ROOT.resolve(document))).contains("```java\n" + code + "\n```");
    }

    @Test
    void the_documents_link_to_files_that_exist() throws Exception {
        try (var documents = Files.list(ROOT.resolve("docs"))) {
            for (Path document : java.util.stream.Stream.concat(
                            documents, java.util.stream.Stream.of(ROOT.resolve("README.md")))
                    .toList()) {
                var links =
                        java.util.regex.Pattern.compile("]\\(([^)#:]+)[^)]*\\)").matcher(Files.readString(document));
                while (links.find()) {
                    assertThat(document.getParent().resolve(links.group(1)))
                            .as("link in %s", document.getFileName())
                            .exists();
                }
            }
        }
    }
}
