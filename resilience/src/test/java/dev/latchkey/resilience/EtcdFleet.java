package dev.latchkey.resilience;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssuePolicy;
import dev.latchkey.etcd.EtcdCluster;
import dev.latchkey.etcd.EtcdEngine;
import dev.latchkey.jdbc.Tunnel;
import dev.latchkey.keyvalue.KeyValueTokenStore;
import io.etcd.jetcd.Client;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Nodes that share three members of etcd, each by links of its own, which have links among each other. */
final class EtcdFleet implements Fleet {

    static final String NAME = "ETCD";

    private static final String PREFIX = "latchkey/";
    private static final int MEMBERS = 3;

    private final List<PeerLinks> peers = new ArrayList<>();
    private final List<List<Tunnel>> links = new ArrayList<>();
    private final EtcdCluster members;
    private final Client client;
    private final KeyValueTokenStore store;
    private final HistoryChecker checker;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Traffic traffic;
    private final Breaker faults;

    EtcdFleet(Duration bound) {
        this.checker = new HistoryChecker(bound);
        this.members = EtcdCluster.start(MEMBERS, this::linkTo);
        this.client = members.client();
        this.store = new KeyValueTokenStore(new EtcdEngine(client), PREFIX, InstantSource.system());
        AccessTokens tokens = AccessTokens.builder(store)
                .withoutPrefix()
                .issuePolicy(IssuePolicy.standard().allowingTokensToIssue())
                .hasher(Node.CHEAP)
                .build();
        // The bound is in the store before anybody waits for it.
        Nodes.record(store, bound);
        for (int i = 0; i < NODES; i++) {
            links.add(members.endpoints().stream()
                    .map(endpoint -> new Tunnel(URI.create(endpoint).getPort()))
                    .toList());
            List<String> words = List.of(NAME, endpoints(links.get(i)), PREFIX);
            nodes.add(new NodeProcess(i, words, bound, checker));
        }
        this.traffic = new Traffic(tokens, nodes, bound, checker);
        this.faults = new Breaker(checker, kinds(), felt -> members.awaitAnswer());
        nodes.forEach(NodeProcess::awaitReady);
    }

    private int linkTo(int port) {
        PeerLinks others = new PeerLinks(port);
        peers.add(others);
        return others.port();
    }

    private static String endpoints(List<Tunnel> links) {
        return links.stream().map(link -> "http://127.0.0.1:" + link.port()).collect(Collectors.joining(","));
    }

    private List<Breakage> kinds() {
        List<Breakage> kinds = new ArrayList<>(new NodeFaults(nodes, store).all());
        kinds.addAll(new LinkFaults(links).all());
        kinds.addAll(new EtcdFaults(members, peers).all());
        return kinds;
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
    public void close() throws IOException {
        nodes.forEach(NodeProcess::close);
        store.close();
        client.close();
        members.close();
        for (PeerLinks others : peers) {
            others.close();
        }
        for (List<Tunnel> own : links) {
            for (Tunnel link : own) {
                link.close();
            }
        }
    }
}
