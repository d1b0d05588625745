package dev.latchkey.resilience;

import dev.latchkey.jdbc.Database;
import dev.latchkey.jdbc.GaleraCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Three members of a Galera cluster: each node reads from one of them, and the driver writes to all. */
final class GaleraServers implements Servers {

    static final String NAME = "GALERA";
    /** Nodes read what their member has applied, without waiting, and nobody refuses that. */
    static final String UNGUARDED = "GALERA_UNGUARDED";

    private final String name;
    private final GaleraCluster members = GaleraCluster.start();

    /** @param name one of the two */
    GaleraServers(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name.equals(UNGUARDED) ? name : database().name();
    }

    @Override
    public Database database() {
        return Database.MARIADB;
    }

    @Override
    public String url() {
        return members.urlOfAll() + GaleraCluster.WAITING;
    }

    @Override
    public OptionalInt port(int node) {
        return OptionalInt.of(members.port(node % GaleraCluster.SIZE));
    }

    @Override
    public String urlBy(int port) {
        return GaleraCluster.urlBy(port) + (name.equals(UNGUARDED) ? "" : GaleraCluster.WAITING);
    }

    @Override
    public List<Breakage> faults(Cluster cluster) {
        List<Breakage> faults = new ArrayList<>(List.of(
                broken("MEMBER_STOPPED", members::pause, members::resume),
                broken("MEMBER_KILLED", members::kill, members::rejoin),
                broken("MEMBER_LOST", members::kill, members::joinWithNothing),
                broken("MEMBER_ISOLATED", members::isolate, members::endIsolation)));
        if (Packets.canBeDropped()) {
            Packets packets = new Packets(IntStream.range(0, GaleraCluster.SIZE)
                    .mapToObj(GaleraCluster::address)
                    .toList());
            faults.add(broken("MEMBER_SILENT", packets::drop, packets::pass));
        }
        return faults;
    }

    /** All nodes feel it: the others wait until they have excluded the member, and one of them sends it what it lacks. */
    private static Breakage broken(String kind, IntConsumer breaking, IntConsumer mending) {
        return Breakage.ofAll(kind, (node, length, random) -> {
            int member = node % GaleraCluster.SIZE;
            breaking.accept(member);
            Breaker.rest(length);
            mending.accept(member);
        });
    }

    @Override
    public void awaitWhole() {
        members.awaitAllSynced();
    }

    @Override
    public void close() {
        members.close();
    }
}
