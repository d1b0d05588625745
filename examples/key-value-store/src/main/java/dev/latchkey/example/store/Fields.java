package dev.latchkey.example.store;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.UnreadableToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the store keeps under a key, as bytes: the fields one after the other, each a text or missing. */
final class Fields {

    private final DataInputStream in;

    private Fields(byte[] bytes) {
        this.in = new DataInputStream(new ByteArrayInputStream(bytes));
    }

    static byte[] of(@Nullable Object... fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Object field : fields) {
                out.writeBoolean(field != null);
                if (field != null) {
                    out.writeUTF(field.toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What is read from fields. */
    private interface Reader<T> {
        T read(Fields fields) throws IOException;
    }

    private static <T> T read(byte[] bytes, Reader<T> reader) {
        try {
            return reader.read(new Fields(bytes));
        } catch (IOException | RuntimeException e) {
            throw new TokenStoreException("a value is not what was written", e);
        }
    }

    private @Nullable String next() throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }

    private String text() throws IOException {
        String text = next();
        if (text == null) {
            throw new IOException("a required field is missing");
        }
        return text;
    }

    private long number() throws IOException {
        return Long.parseLong(text());
    }

    private @Nullable Instant time() throws IOException {
        String text = next();
        return text == null ? null : Instant.parse(text);
    }

    private @Nullable TokenId id() throws IOException {
        String text = next();
        return text == null ? null : TokenId.of(text);
    }

    static byte[] of(TokenRecord r) {
        return of(
                r.id(),
                r.owner(),
                r.description(),
                r.scopes(),
                r.hash().scheme(),
                r.hash().text(),
                r.issuedAt(),
                r.expiresAt(),
                r.revokedAt(),
                r.revocationReason(),
                r.disabledAt(),
                r.parent(),
                r.family(),
                r.successor(),
                r.requestKey(),
                r.details(),
                r.version());
    }

    static TokenRecord record(byte[] bytes) {
        return read(
                bytes,
                fields -> TokenRecord.builder(TokenId.of(fields.text()))
                        .owner(fields.text())
                        .description(fields.text())
                        .scopes(fields.text())
                        .hash(SecretHash.of(fields.text(), fields.text()))
                        .issuedAt(Instant.parse(fields.text()))
                        .expiresAt(fields.time())
                        .revoked(fields.time(), fields.next())
                        .disabledAt(fields.time())
                        .parent(fields.id())
                        .family(TokenId.of(fields.text()))
                        .successor(fields.id())
                        .requestKey(fields.next())
                        .details(fields.text())
                        .version(fields.number())
                        .build());
    }

    /** {@return what can be read of a token of which not all can be: its owner, where that is still at its place} */
    static UnreadableToken unreadable(TokenId id, byte[] bytes) {
        try {
            TokenRecord record = record(bytes);
            return UnreadableToken.of(record, "its use is not what was written");
        } catch (TokenStoreException e) {
            return new UnreadableToken(id, owner(bytes), null, null, null, "its record is not what was written");
        }
    }

    private static @Nullable String owner(byte[] bytes) {
        try {
            return read(bytes, fields -> {
                fields.text();
                return TokenRecord.requireText("owner", fields.text());
            });
        } catch (TokenStoreException e) {
            return null;
        }
    }

    static byte[] of(TokenUse use) {
        return of(use.id(), use.lastUsedAt(), use.usedScopes());
    }

    static TokenUse use(byte[] bytes) {
        return read(bytes, fields -> {
            TokenId id = TokenId.of(fields.text());
            Instant lastUsedAt = Instant.parse(fields.text());
            String scopes = fields.text();
            return new TokenUse(id, lastUsedAt, scopes.isEmpty() ? ScopeSet.empty() : ScopeSet.parse(scopes));
        });
    }

    static byte[] of(StoreState state) {
        return of(state.version(), state.rejectIssuedBefore(), state.revocationBound());
    }

    static StoreState state(byte[] bytes) {
        return read(bytes, fields -> {
            long version = fields.number();
            Instant cut = fields.time();
            String bound = fields.next();
            return new StoreState(version, cut, bound == null ? null : Duration.parse(bound));
        });
    }

    /** @param token whose record changed; null if it was the store's state */
    record FeedEntry(
            FeedPosition position, Instant madeAt, @Nullable TokenId token) {}

    static FeedEntry entry(byte[] bytes) {
        return read(
                bytes,
                fields -> new FeedEntry(
                        new FeedPosition(fields.number(), fields.number()), Instant.parse(fields.text()), fields.id()));
    }
}
