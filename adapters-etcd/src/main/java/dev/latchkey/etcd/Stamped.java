package dev.latchkey.etcd;

import dev.latchkey.keyvalue.StoredValue;
import dev.latchkey.port.TokenStoreException;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A value in etcd: the nonce of the commit that wrote it, then what was written. */
final class Stamped {

    private Stamped() {}

    static ByteSequence value(long nonce, byte[] bytes) {
        return ByteSequence.from(ByteBuffer.allocate(Long.BYTES + bytes.length)
                .putLong(nonce)
                .put(bytes)
                .array());
    }

    /** @throws TokenStoreException if this engine did not write the value */
    static StoredValue read(KeyValue stored) {
        byte[] value = whole(stored);
        return new StoredValue(Arrays.copyOfRange(value, Long.BYTES, value.length), stored.getModRevision());
    }

    static long nonce(KeyValue stored) {
        return ByteBuffer.wrap(whole(stored)).getLong();
    }

    private static byte[] whole(KeyValue stored) {
        byte[] value = stored.getValue().getBytes();
        if (value.length < Long.BYTES) {
            throw new TokenStoreException("a value of " + value.length
                    + " bytes in etcd was not written by Latchkey: use another key prefix");
        }
        return value;
    }
}
