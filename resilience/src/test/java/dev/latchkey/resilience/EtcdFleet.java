package dev.latchkey.resilience;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssuePolicy;
import dev.latchkey.etcd.EtcdCluster;
import dev.latchkey.etcd.EtcdEngine;
import dev.latchkey.keyvalue.KeyValueTokenStore;
import io.etcd.jetcd.Client;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Nodes that share three members of etcd. */
final class EtcdFleet implements Fleet {

    static final String NAME = "ETCD";

    private static final String PREFIX = "latchkey/";
    private static final int MEMBERS = 3;

    private final EtcdCluster members;
    private final Client client;
    private final KeyValueTokenStore store;
    private final HistoryChecker checker;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Traffic traffic;
    private final EtcdFaults faults;

    EtcdFleet(Path folder, Duration bound) {
        this.checker = new HistoryChecker(bound);
        this.members = EtcdCluster.start(MEMBERS);
        this.client = members.client();
        this.store = new KeyValueTokenStore(new EtcdEngine(client), PREFIX, InstantSource.system());
        AccessTokens tokens = AccessTokens.builder(store)
                .withoutPrefix()
                .issuePolicy(IssuePolicy.standard().allowingTokensToIssue())
                .hasher(Node.CHEAP)
                .build();
        // The bound is in the store before anybody waits for it.
        Nodes.record(store, bound);
        List<String> words = List.of(NAME, String.join(",", members.endpoints()), PREFIX);
        for (int i = 0; i < NODES; i++) {
            nodes.add(new NodeProcess(i, words, bound, checker));
        }
        this.traffic = new Traffic(tokens, nodes, bound, checker);
        this.faults = new EtcdFaults(members, store, nodes, checker);
        nodes.forEach(NodeProcess::awaitReady);
    }

    @Override
    public HistoryChecker checker() {
        return checker;
    }

    @Override
    public List<NodeProcess> nodes() {
        return nodes;
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public Breaker faults() {
        return faults;
    }

    @Override
    public void close() {
        nodes.forEach(NodeProcess::close);
        store.close();
        client.close();
        members.close();
    }
}
