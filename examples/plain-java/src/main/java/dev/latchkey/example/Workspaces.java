package dev.latchkey.example;

import dev.latchkey.scope.Scope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The workspaces with their owners and members: the host's own data, stored beside the tokens. */
final class Workspaces {

    private final DataSource database;

    Workspaces(DataSource database) {
        this.database = database;
        run("""
                CREATE TABLE IF NOT EXISTS workspaces (
                    slug VARCHAR(100) PRIMARY KEY, id VARCHAR(36) NOT NULL, display_name VARCHAR(255) NOT NULL,
                    create_time VARCHAR(40) NOT NULL, password VARCHAR(255) NOT NULL)""");
        run("""
                CREATE TABLE IF NOT EXISTS members (
                    account VARCHAR(200) PRIMARY KEY, slug VARCHAR(100) NOT NULL, password VARCHAR(255) NOT NULL)""");
    }

    /** A workspace; its slug is the last segment of its name. */
    record Workspace(String slug, String id, String displayName, Instant createTime) {
        String name() {
            return "workspaces/" + slug;
        }

        /** {@return the actor of the workspace's owner} */
        String ownersAccount() {
            return "accounts/" + slug;
        }

        /** {@return the scopes of the workspace's owner: everything in it} */
        Scope all() {
            return Scope.of("workspace").onResource("workspaces", slug);
        }
    }

    /** A user: the owner of a workspace, whose account is its slug, or one of its members. */
    record Account(Workspace workspace, boolean isOwner) {}

    /** {@return the owner's new password, or empty if the workspace exists} */
    Optional<String> createIfMissing(String slug, String displayName) {
        if (find(slug).isPresent()) {
            return Optional.empty();
        }
        String password = Passwords.random();
        run(
                "INSERT INTO workspaces VALUES (?, ?, ?, ?, ?)",
                slug,
                UUID.randomUUID().toString(),
                displayName,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Passwords.hash(password));
        return Optional.of(password);
    }

    /** {@return the owner's new password, which replaces the old one} */
    String newPassword(String slug) {
        String password = Passwords.random();
        run("UPDATE workspaces SET password = ? WHERE slug = ?", Passwords.hash(password), slug);
        return password;
    }

    /** {@return the new password of a member, whose account is {@code name@slug}} */
    String putMember(String name, String slug) {
        String password = Passwords.random();
        run(
                "MERGE INTO members (account, slug, password) KEY (account) VALUES (?, ?, ?)",
                name + "@" + slug,
                slug,
                Passwords.hash(password));
        return password;
    }

    /** {@return the account, if the password is right} */
    Optional<Account> authenticate(String account, String password) {
        List<String[]> found = select(
                "SELECT password, slug FROM workspaces WHERE slug = ?"
                        + " UNION ALL SELECT password, slug FROM members WHERE account = ?",
                row -> new String[] {row.getString(1), row.getString(2)},
                account,
                account);
        Optional<String[]> row = found.stream().findFirst();
        if (!Passwords.matches(password, row.map(columns -> columns[0]))) {
            return Optional.empty();
        }
        String slug = row.orElseThrow()[1];
        return find(slug).map(workspace -> new Account(workspace, slug.equals(account)));
    }

    Optional<Workspace> find(String slug) {
        return select("SELECT * FROM workspaces WHERE slug = ?", Workspaces::read, slug).stream()
                .findFirst();
    }

    List<Workspace> all() {
        return select("SELECT * FROM workspaces ORDER BY slug", Workspaces::read);
    }

    void rename(String slug, String displayName) {
        run("UPDATE workspaces SET display_name = ? WHERE slug = ?", displayName, slug);
    }

    private static Workspace read(ResultSet row) throws SQLException {
        return new Workspace(
                row.getString("slug"),
                row.getString("id"),
                row.getString("display_name"),
                Instant.parse(row.getString("create_time")));
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> select(String sql, RowReader<T> reader, String... parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
                read.add(reader.read(rows));
            }
            return read;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(String sql, String... parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = prepare(connection, sql, parameters)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, String... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql, Statement.NO_GENERATED_KEYS);
        for (int i = 0; i < parameters.length; i++) {
            statement.setString(i + 1, parameters[i]);
        }
        return statement;
    }
}
