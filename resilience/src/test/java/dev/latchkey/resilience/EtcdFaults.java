package dev.latchkey.resilience;

import dev.latchkey.etcd.EtcdCluster;
import dev.latchkey.jdbc.Tunnel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Faults of one, two or all members of etcd, and of the links between them. */
final class EtcdFaults {

    private final EtcdCluster members;
    private final List<PeerLinks> links;
    private final List<String> ids;

    /** @param links by which the others reach each member; all of them answer */
    EtcdFaults(EtcdCluster members, List<PeerLinks> links) {
        this.members = members;
        this.links = links;
        this.ids = IntStream.range(0, members.size())
                .mapToObj(member -> Long.toHexString(members.id(member)))
                .toList();
    }

    List<Breakage> all() {
        int size = members.size();
        return List.of(
                Breakage.ofAll("MEMBER_KILLED", (n, length, random) -> kill(List.of(random.nextInt(size)), length)),
                Breakage.ofAll("MEMBER_STOPPED", (n, length, random) -> stop(List.of(random.nextInt(size)), length)),
                Breakage.ofAll("LEADER_KILLED", (n, length, random) -> kill(List.of(members.leader()), length)),
                Breakage.ofAll("LEADER_STOPPED", (n, length, random) -> stop(List.of(members.leader()), length)),
                Breakage.ofAll("TWO_STOPPED", (n, length, random) -> {
                    int first = random.nextInt(size);
                    stop(List.of(first, (first + 1) % size), length);
                }),
                Breakage.ofAll("ALL_KILLED", (n, length, random) -> kill(List.of(0, 1, 2), 0)),
                Breakage.ofAll(
                        "MEMBER_SILENT",
                        (n, length, random) -> LinkFaults.during(around(random.nextInt(size)), length, Tunnel::hold)),
                Breakage.ofAll(
                        "LEADER_SILENT",
                        (n, length, random) -> LinkFaults.during(around(members.leader()), length, Tunnel::hold)),
                Breakage.ofAll(
                        "LEADER_CUT_OFF",
                        (n, length, random) -> LinkFaults.during(around(members.leader()), length, Tunnel::cut)),
                Breakage.ofAll(
                        "LEADER_UNHEARD",
                        (n, length, random) -> LinkFaults.during(to(members.leader()), length, Tunnel::hold)),
                Breakage.ofAll(
                        "ALL_LINKS_CUT",
                        (n, length, random) -> LinkFaults.during(
                                IntStream.range(0, size)
                                        .boxed()
                                        .flatMap(member -> to(member).stream())
                                        .toList(),
                                length,
                                Tunnel::cut)));
    }

    private void kill(List<Integer> chosen, long length) {
        during(chosen, length, members::kill, members::restart);
    }

    private void stop(List<Integer> chosen, long length) {
        during(chosen, length, members::pause, members::resume);
    }

    private static void during(
            List<Integer> chosen, long length, Consumer<Integer> breaking, Consumer<Integer> mending) {
        chosen.forEach(breaking);
        Breaker.rest(length);
        chosen.forEach(mending);
    }

    /** {@return the links by which the others call a member} */
    private List<Tunnel> to(int member) {
        List<Tunnel> callers = new ArrayList<>();
        for (int other = 0; other < ids.size(); other++) {
            if (other != member) {
                callers.add(links.get(member).from(ids.get(other)));
            }
        }
        callers.add(links.get(member).from(PeerLinks.UNNAMED));
        return callers;
    }

    /** {@return the links by which the others call a member, and it calls them} */
    private List<Tunnel> around(int member) {
        List<Tunnel> both = new ArrayList<>(to(member));
        for (int other = 0; other < ids.size(); other++) {
            if (other != member) {
                both.add(links.get(other).from(ids.get(member)));
            }
        }
        return both;
    }
}
