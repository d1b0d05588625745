package dev.latchkey.resilience;

import dev.latchkey.IssuedToken;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What must not lengthen a lease. */
final class LeaseScripts {

    private LeaseScripts() {}

    static void aQueryThatTakesLong(ScriptedNode node) {
        IssuedToken token = node.held();
        node.feed().afterQuery(() -> {
            node.revoke(token);
            node.advance(90);
        });
        node.feed().step();

        node.advance(50);

        node.refuses(token);
    }

    /** The lease ends while it takes, a later read sees the revocation, and then the query renews the lease from before that. */
    static void aQueryThatOutlivesTheLease(ScriptedNode node) {
        IssuedToken token = node.held();
        node.advance(90);
        node.feed().step();
        node.feed().afterQuery(() -> {
            node.advance(20);
            node.revoke(token);
            node.refuses(token);
        });
        node.feed().step();

        node.stillRefuses(token);
    }

    static void aMachineThatWasSuspended(ScriptedNode node) {
        IssuedToken token = node.held();
        node.revoke(token);

        node.wall().advance(Duration.ofHours(1));

        node.refuses(token);
    }

    static void aClockThatIsSetBack(ScriptedNode node) {
        IssuedToken token = node.held();
        node.revoke(token);

        // The monotonic clock stood still meanwhile.
        node.wall().advance(Duration.ofHours(-1));

        node.refuses(token);
    }

    static void aClockThatStandsStill(ScriptedNode node) {
        IssuedToken token = node.held();
        node.revoke(token);

        node.advanceMonotonic(150);

        node.refuses(token);
    }

    static void pollsThatFail(ScriptedNode node) {
        IssuedToken token = node.held();
        node.revoke(token);
        node.feed().fail(true);

        node.pollsGoOn();

        node.refuses(token);
    }

    static void aLeaseThatLapsed(ScriptedNode node) {
        IssuedToken token = node.held();
        node.revoke(token);

        node.advance(150);

        node.refuses(token);
    }

    static void aStoreThatIsAway(ScriptedNode node) {
        IssuedToken token = node.held();
        node.revoke(token);
        node.storeIsAway();

        node.advance(150);

        node.refuses(token);
    }

    /** The query that waits was stamped before; the next one tells of the second, and not of the third. */
    static void aPageThatIsNotTheLast(ScriptedNode node) {
        List<IssuedToken> tokens = Stream.generate(node::held).limit(3).toList();
        node.feed().pagesOf(1);
        tokens.forEach(node::revoke);
        node.advance(90);
        node.feed().step();
        node.feed().step();

        node.advance(50);

        node.refuses(tokens.get(2));
    }
}
