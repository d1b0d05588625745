package dev.latchkey.jdbc;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Issues, rotates and revokes for ever, and tells what was acknowledged: {@code I <text>}, {@code S <old id> <text>} and
 * {@code R <id>}. As a program it is meant to be killed.
 */
final class TokenWriter {

    static final String OWNER = "workspaces/acme";

    /** Cheap, so that many are written before the end. */
    static final SecretHasher CHEAP = Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1));

    private final JdbcTokenStore store;
    private final AccessTokens tokens;
    private final SecretHasher hasher;
    private final Consumer<String> acknowledged;
    private final List<TokenId> live = new ArrayList<>();
    private final SecureRandom secrets = new SecureRandom();
    private final Random random = new Random();

    TokenWriter(JdbcTokenStore store, SecretHasher hasher, Consumer<String> acknowledged) {
        this.store = store;
        this.hasher = hasher;
        this.tokens = AccessTokens.builder(store).withoutPrefix().hasher(hasher).build();
        this.acknowledged = acknowledged;
    }

    /** Writes once more. */
    void step() {
        int chance = live.size() < 3 ? 0 : random.nextInt(3);
        switch (chance) {
            case 0 -> issue();
            case 1 -> rotate(live.remove(random.nextInt(live.size())));
            default -> revoke(live.remove(random.nextInt(live.size())));
        }
    }

    private void issue() {
        IssuedToken issued = tokens.issuer()
                .issue(IssueRequest.forOwner(OWNER)
                        .grantedByTheService()
                        .describedAs("killed")
                        .withScopes("workspace:read"));
        live.add(issued.id());
        acknowledged.accept("I " + issued.reveal());
    }

    private void revoke(TokenId id) {
        tokens.ownedBy(OWNER).revoke(id, "leaked");
        acknowledged.accept("R " + id);
    }

    private void rotate(TokenId id) {
        Instant now = Instant.now();
        BearerToken bearer = BearerToken.generate(TokenId.generate(now, secrets), TokenFormat.plain(), secrets);
        TokenRecord retired = store.find(id).orElseThrow().withRevoked(now, "rotated");
        TokenRecord successor = TokenRecord.builder(bearer.id())
                .owner(OWNER)
                .description("killed")
                .scopes("workspace:read")
                .hash(hasher.hash(bearer))
                .issuedAt(now)
                .expiresAt(now.plusSeconds(86_400))
                .build();
        if (!StoreWrites.replace(store, retired, successor)) {
            throw new IllegalStateException("nobody else writes here");
        }
        live.add(bearer.id());
        acknowledged.accept("S " + id + " " + bearer.reveal());
    }

    /** Writes until it is killed: {@code database url prefix}. */
    public static void main(String[] arguments) {
        Database database = Database.valueOf(arguments[0]);
        DataSource source = database.open(arguments[1]);
        JdbcTokenStore store = JdbcTokenStore.builder(source)
                .dialect(database.dialect())
                .tablePrefix(arguments[2])
                .build();
        PrintStream out = System.out;
        TokenWriter writer = new TokenWriter(store, CHEAP, line -> {
            out.println(line);
            out.flush();
        });
        while (!Thread.currentThread().isInterrupted()) {
            writer.step();
        }
    }
}
