package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenUse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The table of uses. Rows are locked and written in the order of their ids, and those of tokens before those of uses, so
 * that two batches, or a batch and a deletion, cannot block each other.
 */
final class UseTable {

    private final String known;
    private final String lock;
    private final String find;
    private final String insert;
    private final String update;
    private final String delete;

    UseTable(TableNames names) {
        this.known = names.in("SELECT t.id, u.id FROM latchkey_tokens t LEFT JOIN latchkey_uses u ON u.id = t.id"
                + " WHERE t.id IN (@ids)");
        this.lock = names.in("SELECT t.id, t.owner FROM latchkey_tokens t WHERE t.id IN (@ids) ORDER BY t.id");
        this.find = names.in("SELECT id, last_used_at, used_scopes FROM latchkey_uses WHERE id IN (@ids) ORDER BY id");
        this.insert = names.in("INSERT INTO latchkey_uses (id, owner, last_used_at, used_scopes) VALUES (?, ?, ?, ?)");
        this.update = names.in("UPDATE latchkey_uses SET last_used_at = ?, used_scopes = ? WHERE id = ?");
        this.delete = names.in("DELETE FROM latchkey_uses WHERE id = ?");
    }

    /** {@return the uses of exactly those tokens, even if a collation treats other ids as equal} */
    Map<TokenId, TokenUse> find(Session session, Set<TokenId> ids) throws SQLException {
        Map<TokenId, TokenUse> found = new HashMap<>();
        if (!ids.isEmpty()) {
            session.query(in(find, ids), UseTable::read, ids(ids)).stream()
                    .filter(use -> ids.contains(use.id()))
                    .forEach(use -> found.put(use.id(), use));
        }
        return found;
    }

    private static TokenUse read(ResultSet row) throws SQLException {
        return use(
                TokenId.of(row.getString("id")),
                Instant.ofEpochMilli(row.getLong("last_used_at")),
                row.getString("used_scopes"));
    }

    void record(Session session, Collection<TokenUse> uses) throws SQLException {
        Map<TokenId, TokenUse> pending = new TreeMap<>();
        uses.forEach(use -> pending.merge(use.id(), use, TokenUse::and));
        if (pending.isEmpty()) {
            return;
        }
        Map<TokenId, String> owners = lock(session, retainKnown(session, pending));
        insertNew(session, pending, owners);
        // Another batch has inserted the others meanwhile, or a use was deleted with its token.
        mergeWithStored(session, pending);
        pending.keySet().retainAll(owners.keySet());
        if (!pending.isEmpty()) {
            throw new StaleSnapshotException("uses that another transaction inserted cannot be seen in this one");
        }
    }

    /** Removes the uses of unknown tokens. {@return the others that have no use yet} */
    private Set<TokenId> retainKnown(Session session, Map<TokenId, TokenUse> pending) throws SQLException {
        Set<TokenId> found = new HashSet<>();
        Set<TokenId> unused = new TreeSet<>();
        session.query(
                in(known, pending.keySet()),
                row -> {
                    TokenId id = TokenId.of(row.getString(1));
                    return found.add(id) && row.getString(2) == null && unused.add(id);
                },
                ids(pending.keySet()));
        pending.keySet().retainAll(found);
        unused.retainAll(pending.keySet());
        return unused;
    }

    /**
     * {@return the owners of those of the tokens that still exist}
     *
     * <p>Until the transaction ends, they cannot be deleted: a deletion that did not see the new row would leave it behind.
     * A row that exists is deleted with its token, so only the first use of a token costs this.
     */
    private Map<TokenId, String> lock(Session session, Set<TokenId> tokens) throws SQLException {
        Map<TokenId, String> owners = new HashMap<>();
        if (!tokens.isEmpty()) {
            session.query(
                    session.keeping(in(lock, tokens)),
                    row -> owners.put(TokenId.of(row.getString(1)), row.getString(2)),
                    ids(tokens));
        }
        return owners;
    }

    private void mergeWithStored(Session session, Map<TokenId, TokenUse> pending) throws SQLException {
        if (pending.isEmpty()) {
            return;
        }
        List<TokenUse> stored =
                session.query(session.locking(in(find, pending.keySet())), UseTable::read, ids(pending.keySet()));
        List<@Nullable Object[]> changed = new ArrayList<>();
        for (TokenUse before : stored) {
            TokenUse added = pending.remove(before.id());
            TokenUse after = added == null ? before : before.and(added);
            if (!after.equals(before)) {
                changed.add(new @Nullable Object[] {
                    after.lastUsedAt().toEpochMilli(),
                    after.usedScopes().toString(),
                    after.id().toString()
                });
            }
        }
        if (!changed.isEmpty()) {
            session.batch(update, changed);
        }
    }

    private void insertNew(Session session, Map<TokenId, TokenUse> pending, Map<TokenId, String> owners)
            throws SQLException {
        for (TokenUse use : List.copyOf(pending.values())) {
            String owner = owners.get(use.id());
            if (owner != null
                    && session.insertOrIgnore(
                            insert,
                            use.id().toString(),
                            owner,
                            use.lastUsedAt().toEpochMilli(),
                            use.usedScopes().toString())) {
                pending.remove(use.id());
            }
        }
    }

    void delete(Session session, List<TokenId> tokens) throws SQLException {
        session.batch(
                delete,
                tokens.stream()
                        .map(id -> new @Nullable Object[] {id.toString()})
                        .toList());
    }

    static TokenUse use(TokenId id, Instant lastUsedAt, @Nullable String scopes) {
        try {
            return new TokenUse(
                    id, lastUsedAt, scopes == null || scopes.isEmpty() ? ScopeSet.empty() : ScopeSet.parse(scopes));
        } catch (IllegalArgumentException e) {
            throw new TokenStoreException("the use of token " + id + " is not what was written", e);
        }
    }

    private static String in(String sql, Set<TokenId> ids) {
        return sql.replace("@ids", String.join(",", Collections.nCopies(ids.size(), "?")));
    }

    private static Object[] ids(Set<TokenId> ids) {
        return ids.stream().map(TokenId::toString).toArray();
    }
}
