package dev.latchkey.keyvalue;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.Grant;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.Lifecycle;
import dev.latchkey.token.Lineage;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.UnreadableToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of a record. Version 1: the format version, then the fields in the order of {@link #write}.
 *
 * <p>To add a field, increment the version, append the field, and read it if the version is high enough, with a default
 * for older values. One release reads the new version; the next one writes it, and only in records that need it. So the
 * nodes of a service can be replaced one by one, and a node that reads an unknown version refuses the token instead of
 * dropping fields.
 */
final class RecordFormat {

    private static final int VERSION = 1;

    private RecordFormat() {}

    static byte[] write(TokenRecord record) {
        Grant grant = record.grant();
        Lifecycle lifecycle = record.lifecycle();
        Lineage lineage = record.lineage();
        ValueWriter out = new ValueWriter(VERSION)
                .id(record.id())
                .text(grant.owner())
                .time(lifecycle.issuedAt())
                .time(lifecycle.expiresAt())
                .time(lifecycle.revokedAt())
                .text(grant.description())
                .text(grant.scopes())
                .text(record.hash().scheme())
                .text(record.hash().text())
                .text(grant.createdBy());
        Intervention disablement = lifecycle.disablement();
        writeActor(out, lifecycle.revocation());
        writeActor(out.time(disablement == null ? null : disablement.at()), disablement);
        out.count(lineage.ancestors().size());
        lineage.ancestors().forEach(out::id);
        out.id(lineage.family())
                .optionalId(lineage.successor())
                .text(lineage.requestKey())
                .text(lineage.requestDigest())
                .count(record.attributes().size());
        record.attributes().forEach((key, value) -> out.text(key).text(value));
        return out.text(record.details()).number(record.version()).bytes();
    }

    /** The actor and the reason; the time is a separate field. */
    private static void writeActor(ValueWriter out, @Nullable Intervention intervention) {
        out.text(intervention == null ? null : intervention.by())
                .text(intervention == null ? null : intervention.reason());
    }

    /** @throws TokenStoreException if the bytes are not the record of that token */
    static TokenRecord read(TokenId id, byte[] bytes) {
        return ValueReader.read("the record of token " + id, bytes, in -> {
            Head head = Head.read(id, in);
            return TokenRecord.builder(id)
                    .owner(head.owner)
                    .issuedAt(head.issuedAt)
                    .expiresAt(head.expiresAt)
                    .description(in.text())
                    .scopes(in.text())
                    .hash(SecretHash.of(in.text(), in.text()))
                    .createdBy(in.optionalText())
                    .revocation(intervention(head.revokedAt, in))
                    .disablement(intervention(in.optionalTime(), in))
                    .ancestors(ancestors(in))
                    .family(in.id())
                    .successor(in.optionalId())
                    .requestKey(in.optionalText())
                    .requestDigest(in.optionalText())
                    .attributes(attributes(in))
                    .details(in.text())
                    .version(in.number())
                    .build();
        });
    }

    private static @Nullable Intervention intervention(@Nullable Instant at, ValueReader in) {
        String by = in.optionalText();
        String reason = in.optionalText();
        if (at == null && by == null && reason == null) {
            return null;
        }
        if (at == null || reason == null) {
            throw new IllegalArgumentException("a time or a reason is missing");
        }
        return new Intervention(at, by, reason);
    }

    private static List<TokenId> ancestors(ValueReader in) {
        List<TokenId> ancestors = new ArrayList<>();
        for (int left = in.count(TokenRecord.MAX_ANCESTORS); left > 0; left--) {
            ancestors.add(in.id());
        }
        return ancestors;
    }

    private static Map<String, String> attributes(ValueReader in) {
        SortedMap<String, String> attributes = new TreeMap<>();
        for (int left = in.count(TokenRecord.MAX_ATTRIBUTES); left > 0; left--) {
            String key = in.text();
            if (!attributes.isEmpty() && attributes.lastKey().compareTo(key) >= 0) {
                throw new IllegalArgumentException("the attributes are not in the order of their keys");
            }
            attributes.put(key, in.text());
        }
        return attributes;
    }

    /** {@return the readable part of a damaged record: its head, or only its id} */
    static UnreadableToken unreadable(TokenId id, byte[] bytes, String problem) {
        try {
            Head head = Head.read(id, new ValueReader(bytes));
            return new UnreadableToken(id, head.owner, head.issuedAt, head.expiresAt, head.revokedAt, problem);
        } catch (IllegalArgumentException e) {
            return UnreadableToken.of(id, problem);
        }
    }

    /** The first fields of a record, for an operator if the rest is damaged. */
    private record Head(
            String owner,
            Instant issuedAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt) {

        static Head read(TokenId id, ValueReader in) {
            TokenId stored = in.version(VERSION).id();
            if (!stored.equals(id)) {
                throw new IllegalArgumentException("it is that of token " + stored);
            }
            return new Head(
                    TokenRecord.requireText("owner", in.text()), in.time(), in.optionalTime(), in.optionalTime());
        }
    }
}
