package dev.latchkey.resilience;

import dev.latchkey.IssuedToken;
import dev.latchkey.resilience.Violation.Rule;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** What must not stay in memory, or get there. */
final class RecordScripts {

    private static final SecureRandom RANDOM = new SecureRandom();

    private RecordScripts() {}

    static void aLoadInFlight(ScriptedNode node) throws Exception {
        IssuedToken token = node.held();
        node.other().all().describe(token.id(), "no longer held");
        node.feed().step();
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        node.afterRead(() -> {
            node.afterRead(() -> {});
            read.countDown();
            await(goOn);
        });
        Thread verifying = ScriptedNode.start(() -> node.accepts(token.reveal()));
        read.await();
        node.revoke(token);
        node.feed().step();
        goOn.countDown();
        verifying.join();

        node.pollsGoOn();

        node.refuses(token);
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void aSecretThatWasReplaced(ScriptedNode node) {
        IssuedToken token = node.held();
        TokenId id = token.id();
        TokenRecord record = node.store().find(id).orElseThrow();
        BearerToken replacement = BearerToken.generate(id, TokenFormat.plain(), RANDOM);
        StoreWrites.update(node.store(), record.withHash(Node.CHEAP.hash(replacement)));

        node.pollsGoOn();

        node.refuses(token);
    }

    static void aTokenThatExpires(ScriptedNode node) {
        IssuedToken token = node.held(Duration.ofHours(1));

        node.advance(Duration.ofHours(1).toMillis());
        node.pollsGoOn();

        node.refuses(token);
    }

    static void anIdThatWasUnknown(ScriptedNode node) {
        BearerToken bearer =
                BearerToken.generate(TokenId.generate(node.wall().instant(), RANDOM), TokenFormat.plain(), RANDOM);
        node.refuses(bearer.reveal());
        StoreWrites.insert(
                node.store(),
                TokenRecord.builder(bearer.id())
                        .owner(ScriptedNode.OWNER)
                        .description("scripted")
                        .scopes("workspace:read")
                        .hash(Node.CHEAP.hash(bearer))
                        .issuedAt(node.wall().instant())
                        .build());

        if (!node.accepts(bearer.reveal())) {
            throw new AssertionError(Rule.S4 + ": a live token is refused");
        }
    }
}
