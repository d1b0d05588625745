package dev.latchkey.resilience;

import dev.latchkey.etcd.EtcdCluster;
import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.TokenStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Faults of nodes, and of one, two or all members of etcd. */
final class EtcdFaults extends Breaker {

    private static final Instant FAR_FUTURE = Instant.parse("2999-01-01T00:00:00Z");
    private static final int ALL_ENTRIES = 10_000;

    private final EtcdCluster members;
    private final ChangeFeed feed;
    private final List<NodeProcess> nodes;

    EtcdFaults(EtcdCluster members, ChangeFeed feed, List<NodeProcess> nodes, HistoryChecker checker) {
        super(checker, nodes.size());
        this.members = members;
        this.feed = feed;
        this.nodes = nodes;
    }

    private enum Kind {
        PAUSE,
        KILL,
        CLOCK,
        TRIM,
        TRIM_DURING_PAUSE,
        MEMBER_KILLED,
        MEMBER_STOPPED,
        LEADER_KILLED,
        LEADER_STOPPED,
        TWO_STOPPED,
        ALL_KILLED;

        boolean isOfAll() {
            return this == TRIM || ordinal() >= MEMBER_KILLED.ordinal();
        }
    }

    @Override
    Breakage choose(Random random, int node, long length) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        int member = random.nextInt(members.size());
        Duration off = Duration.ofHours(random.nextInt(3) - 1);
        return new Breakage(
                kind.name(),
                kind.isOfAll() ? Fault.ALL : node,
                () -> breakAndMend(kind, nodes.get(node), member, length, off));
    }

    private void breakAndMend(Kind kind, NodeProcess node, int member, long length, Duration off) {
        switch (kind) {
            case PAUSE -> {
                node.pause();
                rest(length);
                node.resume();
            }
            case KILL -> node.killAndRestart();
            case CLOCK -> node.setClockOff(off);
            case TRIM -> trim();
            case TRIM_DURING_PAUSE -> {
                node.pause();
                rest(length);
                trim();
                node.resume();
            }
            case MEMBER_KILLED -> kill(List.of(member), length);
            case MEMBER_STOPPED -> stop(List.of(member), length);
            case LEADER_KILLED -> kill(List.of(members.leader()), length);
            case LEADER_STOPPED -> stop(List.of(members.leader()), length);
            case TWO_STOPPED -> stop(List.of(member, (member + 1) % members.size()), length);
            case ALL_KILLED -> kill(List.of(0, 1, 2), 0);
        }
    }

    private void kill(List<Integer> chosen, long length) {
        chosen.forEach(members::kill);
        rest(length);
        chosen.forEach(members::restart);
    }

    private void stop(List<Integer> chosen, long length) {
        chosen.forEach(members::pause);
        rest(length);
        chosen.forEach(members::resume);
    }

    private void trim() {
        try {
            feed.trim(FAR_FUTURE, ALL_ENTRIES);
        } catch (TokenStoreException e) {
            // No majority answers; another time.
        }
    }

    @Override
    void awaitAnswer(int felt) {
        members.awaitAnswer();
    }
}
