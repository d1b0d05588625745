package dev.latchkey.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;

/** When the tables are created, and by whom. */
class SchemaInitializationTest {

    @TempDir
    private Path folder;

    private String file() {
        return "spring.datasource.url=jdbc:h2:file:" + folder.resolve("db");
    }

    private static List<String> tables(DataSource source) throws Exception {
        List<String> names = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT LOWER(table_name) FROM information_schema.tables WHERE table_schema = 'PUBLIC'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    @Test
    void tables_are_created_in_an_embedded_database() {
        Contexts.named()
                .run(context -> assertThat(tables(context.getBean(DataSource.class)))
                        .contains("latchkey_tokens", "latchkey_feed"));
    }

    @Test
    void tables_are_created_anywhere_where_that_is_always_wanted() {
        Contexts.named()
                .withPropertyValues(
                        file(), "latchkey.jdbc.initialize-schema=always", "latchkey.jdbc.table-prefix=acme_")
                .run(context ->
                        assertThat(tables(context.getBean(DataSource.class))).contains("acme_tokens"));
    }

    @Test
    void no_table_is_created_where_that_is_never_wanted() {
        Contexts.named()
                .withPropertyValues("latchkey.jdbc.initialize-schema=never")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void flyway_runs_the_shipped_script_before_the_tables_are_read() {
        Contexts.named()
                .withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                .withPropertyValues(
                        "latchkey.jdbc.initialize-schema=never",
                        "spring.flyway.locations=classpath:dev/latchkey/jdbc/schema/h2")
                .run(context -> {
                    assertThat(tables(context.getBean(DataSource.class))).contains("flyway_schema_history");
                    assertThat(context.getBean(AccessTokens.class).issuer().issue(Contexts.REQUEST))
                            .isNotNull();
                });
    }
}
