package dev.latchkey.etcd;

import dev.latchkey.keyvalue.EngineCommit;
import dev.latchkey.keyvalue.EngineLimits;
import dev.latchkey.keyvalue.Newer;
import dev.latchkey.keyvalue.NewerQuery;
import dev.latchkey.keyvalue.RevisionedEngine;
import dev.latchkey.keyvalue.StoredValue;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Keys and values in etcd 3.4 or later, for {@link dev.latchkey.keyvalue.KeyValueTokenStore}.
 *
 * <p>Reads are linearizable: they see every commit that any member acknowledged before they began. The values of one
 * read are of one revision. A commit is one transaction, which a majority of members has on disk before it is
 * acknowledged.
 *
 * <p>A call that nobody answers is repeated, because a member that stands still keeps its connections: a read after 250 ms,
 * a commit after one second, and each further time after twice as long, until the deadline. The repetition of a commit
 * cannot write twice, since a commit changes what it expects. If the first one was written and only its answer was
 * lost, the repetition finds the nonce that every value begins with, and returns true.
 *
 * <p>Addresses, TLS, user and password belong to the caller's {@link Client}, and so does closing it. The client must
 * send calls to its members in turn, as it does by default; give it the addresses of all members, and a keepalive
 * ({@code keepaliveTime}), without which it does not notice that a member's machine is gone.
 *
 * <p>Thread-safe.
 */
public final class EtcdEngine implements RevisionedEngine {

    /** How long a call may take by default: 5 seconds. */
    public static final Duration DEADLINE = Duration.ofSeconds(5);

    /** etcd's defaults: 128 operations, and 1.5 MiB of one request, of which framing takes some. */
    private static final EngineLimits LIMITS = new EngineLimits(128, 1_500_000);

    private static final Duration PATIENCE_OF_READS = Duration.ofMillis(250);
    private static final Duration PATIENCE_OF_COMMITS = Duration.ofSeconds(1);

    /** As many of the largest values fit in the 4 MiB that a client takes by default. */
    private static final int VALUES_OF_AN_ANSWER = 32;

    private final KV kv;
    private final Calls calls;
    private final SecureRandom nonces = new SecureRandom();

    /**
     * Makes an engine whose calls take at most {@link #DEADLINE}.
     *
     * @param client the connections; not closed with the engine
     */
    public EtcdEngine(Client client) {
        this(client, DEADLINE);
    }

    /**
     * Makes an engine.
     *
     * @param client the connections; not closed with the engine
     * @param deadline how long a call may take, its repetitions included; positive. A call that takes longer fails; if
     *     it is a commit, it may still be written
     * @throws IllegalArgumentException if the deadline is not positive
     */
    public EtcdEngine(Client client, Duration deadline) {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("the deadline of a call is " + deadline + ", which is not positive");
        }
        this.kv = client.getKVClient();
        this.calls = new Calls(deadline);
    }

    @Override
    public Map<String, StoredValue> read(Set<String> keys) throws InterruptedException {
        List<String> all = List.copyOf(keys);
        Map<String, StoredValue> found = new HashMap<>();
        GetOption moment = GetOption.DEFAULT;
        for (int start = 0; start < all.size(); start += VALUES_OF_AN_ANSWER) {
            List<String> some = all.subList(start, Math.min(all.size(), start + VALUES_OF_AN_ANSWER));
            TxnResponse answer = read(some, moment);
            answer.getGetResponses().forEach(got -> put(got.getKvs(), found));
            moment = GetOption.builder()
                    .withRevision(answer.getHeader().getRevision())
                    .build();
        }
        return found;
    }

    private TxnResponse read(Collection<String> keys, GetOption moment) throws InterruptedException {
        return read(keys.stream().map(key -> Op.get(Bytes.of(key), moment)));
    }

    private TxnResponse read(Stream<? extends Op> gets) throws InterruptedException {
        Op[] all = gets.toArray(Op[]::new);
        return calls.first(PATIENCE_OF_READS, () -> kv.txn().Then(all).commit());
    }

    /** etcd looks at all keys of the range, and returns only what is asked for. */
    @Override
    public Newer readNewer(NewerQuery query) throws InterruptedException {
        Op inOrder = Op.get(
                Bytes.of(query.range().from()),
                GetOption.builder()
                        .withRange(Bytes.of(query.range().to()))
                        .withMinModRevision(query.after() + 1)
                        .withSortField(GetOption.SortTarget.MOD)
                        .withSortOrder(GetOption.SortOrder.ASCEND)
                        .withLimit(query.limit())
                        .build());
        Stream<Op> single = query.keys().stream().map(key -> Op.get(Bytes.of(key), GetOption.DEFAULT));
        List<GetResponse> answers =
                read(Stream.concat(single, Stream.of(inOrder))).getGetResponses();
        int last = answers.size() - 1;
        Map<String, StoredValue> values = new HashMap<>();
        answers.subList(0, last).forEach(got -> put(got.getKvs(), values));
        Map<String, StoredValue> newer = new LinkedHashMap<>();
        put(answers.get(last).getKvs(), newer);
        return new Newer(values, List.copyOf(newer.entrySet()));
    }

    private static void put(Collection<KeyValue> values, Map<String, StoredValue> into) {
        values.forEach(value -> into.put(Bytes.text(value.getKey()), Stamped.read(value)));
    }

    @Override
    public SortedMap<String, StoredValue> scan(String prefix, String after, int limit) throws InterruptedException {
        GetOption next = GetOption.builder()
                .withRange(Bytes.endOf(prefix))
                .withLimit(limit)
                .build();
        try {
            SortedMap<String, StoredValue> found = new TreeMap<>();
            put(get(Bytes.of(after + '\0'), next).getKvs(), found);
            return found;
        } catch (StatusRuntimeException e) {
            // The answer was larger than what the client takes.
            if (e.getStatus().getCode() != Status.Code.RESOURCE_EXHAUSTED || limit <= VALUES_OF_AN_ANSWER) {
                throw e;
            }
            return scan(prefix, after, VALUES_OF_AN_ANSWER);
        }
    }

    private GetResponse get(ByteSequence key, GetOption option) throws InterruptedException {
        return calls.first(PATIENCE_OF_READS, () -> kv.get(key, option));
    }

    @Override
    public boolean commit(EngineCommit commit) throws InterruptedException {
        long nonce = nonces.nextLong();
        List<Cmp> expected = new ArrayList<>();
        commit.unchanged().forEach((key, value) -> expected.add(hasRevision(key, value.version())));
        commit.absent().forEach(key -> expected.add(hasRevision(key, 0)));
        List<Op> changes = new ArrayList<>();
        commit.puts()
                .forEach((key, value) ->
                        changes.add(Op.put(Bytes.of(key), Stamped.value(nonce, value), PutOption.DEFAULT)));
        commit.deletes().forEach(key -> changes.add(Op.delete(Bytes.of(key), DeleteOption.DEFAULT)));
        AtomicInteger tries = new AtomicInteger();
        TxnResponse answer = calls.first(PATIENCE_OF_COMMITS, () -> {
            tries.incrementAndGet();
            return kv.txn()
                    .If(expected.toArray(Cmp[]::new))
                    .Then(changes.toArray(Op[]::new))
                    .commit();
        });
        return answer.isSucceeded() || (tries.get() > 1 && wasWritten(commit, nonce));
    }

    private static Cmp hasRevision(String key, long revision) {
        return new Cmp(Bytes.of(key), Cmp.Op.EQUAL, CmpTarget.modRevision(revision));
    }

    /**
     * {@return whether a refused commit had been written before, by a call whose answer was lost} The present value of a key
     * that it puts has its nonce then, or one that was replaced since.
     */
    private boolean wasWritten(EngineCommit commit, long nonce) throws InterruptedException {
        // A key that was absent is rather still there than one that others change and delete.
        String witness = Stream.concat(commit.absent().stream(), commit.unchanged().keySet().stream())
                .filter(commit.puts()::containsKey)
                .findFirst()
                .orElse(null);
        if (witness == null) {
            return false;
        }
        StoredValue before = commit.unchanged().get(witness);
        long revision = before == null ? 0 : before.version();
        Optional<KeyValue> value = valueOf(witness, GetOption.DEFAULT);
        while (value.isPresent() && value.get().getModRevision() > revision) {
            if (Stamped.nonce(value.get()) == nonce) {
                return true;
            }
            value = valueOf(
                    witness,
                    GetOption.builder()
                            .withRevision(value.get().getModRevision() - 1)
                            .build());
        }
        return false;
    }

    private Optional<KeyValue> valueOf(String key, GetOption moment) throws InterruptedException {
        return get(Bytes.of(key), moment).getKvs().stream().findFirst();
    }

    @Override
    public EngineLimits limits() {
        return LIMITS;
    }

    /** Does nothing: the client is the caller's. */
    @Override
    public void close() {
        // See above.
    }
}
