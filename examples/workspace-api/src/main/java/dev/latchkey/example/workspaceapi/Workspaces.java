package dev.latchkey.example.workspaceapi;

import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.spring.security.RequiresScope;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Repository;

/** The workspaces, their owners and members: the host's own data, beside the tokens. */
@Repository
class Workspaces implements UserDetailsService {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient database;
    private final PasswordEncoder passwords;

    Workspaces(JdbcClient database, PasswordEncoder passwords) {
        this.database = database;
        this.passwords = passwords;
    }

    /** A workspace; its slug is the last segment of its name, and the user name of its owner. */
    record Workspace(String slug, String id, String displayName, String createTime) {

        String name() {
            return "workspaces/" + slug;
        }

        /** {@return who acts when the workspace's owner does} */
        String ownersAccount() {
            return "accounts/" + slug;
        }

        /** {@return whether an account is the owner's, and not a member's} */
        boolean isOwnedBy(String account) {
            return slug.equals(account);
        }

        /** {@return what the workspace's owner may do: everything in it} */
        ScopeSet ownersScopes() {
            return ScopeSet.of(Scope.of("workspace").onResource("workspaces", slug));
        }
    }

    /** {@return the owner's new password, or empty if the workspace exists} */
    Optional<String> createIfMissing(String slug, String displayName) {
        if (find(slug).isPresent()) {
            return Optional.empty();
        }
        String password = randomPassword();
        database.sql("INSERT INTO workspaces VALUES (?, ?, ?, ?, ?)")
                .params(
                        slug,
                        UUID.randomUUID().toString(),
                        displayName,
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                        Objects.requireNonNull(passwords.encode(password)))
                .update();
        return Optional.of(password);
    }

    /** {@return the new password of a member, whose account is {@code name@slug}} */
    String putMember(String name, String slug) {
        String account = name + "@" + slug;
        String password = randomPassword();
        String hash = Objects.requireNonNull(passwords.encode(password));
        int updated = database.sql("UPDATE members SET password = ? WHERE account = ?")
                .params(hash, account)
                .update();
        if (updated == 0) {
            database.sql("INSERT INTO members (account, slug, password) VALUES (?, ?, ?)")
                    .params(account, slug, hash)
                    .update();
        }
        return password;
    }

    private static String randomPassword() {
        byte[] random = new byte[15];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().encodeToString(random);
    }

    /** An owner, whose account is the slug of the workspace, or a member of one. */
    @Override
    public UserDetails loadUserByUsername(String account) {
        return database.sql("SELECT password, 'OWNER' AS role FROM workspaces WHERE slug = ?"
                        + " UNION ALL SELECT password, 'MEMBER' AS role FROM members WHERE account = ?")
                .params(account, account)
                .query((row, number) -> User.withUsername(account)
                        .password(row.getString("password"))
                        .roles(row.getString("role"))
                        .build())
                .optional()
                .orElseThrow(() -> new UsernameNotFoundException("no such account"));
    }

    Optional<Workspace> find(String slug) {
        return database.sql("SELECT slug, id, display_name, create_time FROM workspaces WHERE slug = ?")
                .param(slug)
                .query(Workspace.class)
                .optional();
    }

    /** {@return the workspace that an account owns or is a member of} */
    Optional<Workspace> ofAccount(String account) {
        return database.sql("SELECT slug, id, display_name, create_time FROM workspaces"
                        + " WHERE slug = ? OR slug = (SELECT slug FROM members WHERE account = ?)")
                .params(account, account)
                .query(Workspace.class)
                .optional();
    }

    List<Workspace> all() {
        return database.sql("SELECT slug, id, display_name, create_time FROM workspaces ORDER BY slug")
                .query(Workspace.class)
                .list();
    }

    @RequiresScope(value = "workspace:write", on = "workspaces/{slug}")
    public void rename(String slug, String displayName) {
        database.sql("UPDATE workspaces SET display_name = ? WHERE slug = ?")
                .params(displayName, slug)
                .update();
    }
}
