package dev.latchkey.spring;

import dev.latchkey.http.BodyStyle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * The properties {@code latchkey.*}.
 *
 * @param enabled whether Latchkey is configured at all. Methods with {@code @RequiresScope} are denied where it is not
 * @param store where tokens are stored; in memory only if set explicitly
 * @param prefix what tokens begin with, for scanners of leaked secrets. By default, the name of the application reduced to
 *     [a-z0-9]+
 * @param acceptedPrefixes older prefixes that are still accepted, never issued
 * @param checksum how the end of a token is computed
 * @param revocationWithin how long after its revocation a token may still be accepted; records are cached that long. Zero
 *     reads the store for each verification
 * @param requireHeartbeats whether tokens are accepted only while the database takes writes; needs a revocation bound of at
 *     least 100 milliseconds
 * @param recordUsesEvery how often the uses of tokens are written, from 10 milliseconds to a day. Uses are not recorded
 *     unless it is set
 * @param keepTrail whether the store keeps who did what to a token, for the page's history
 * @param observations whether verifications are observed, if there is a registry of observations
 * @param opaqueTokenIntrospector whether a bean is published for oauth2ResourceServer(…).opaqueToken(…); servlet only
 * @param issue the limits on issued tokens
 * @param hashing how secrets are hashed
 * @param limits the limits on a node's caches, concurrent computations and waits
 * @param jdbc the tables in the database
 * @param http the answers to clients
 * @param page the Access Management page
 * @param housekeeping what is deleted, ended and announced, and when
 * @param events what becomes of events
 */
@ConfigurationProperties("latchkey")
public record LatchkeyProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("jdbc") Store store,
        @Nullable String prefix,
        @DefaultValue List<String> acceptedPrefixes,
        @DefaultValue Checksum checksum,
        @DefaultValue("0s") Duration revocationWithin,
        @DefaultValue("false") boolean requireHeartbeats,
        @Nullable Duration recordUsesEvery,
        @DefaultValue("false") boolean keepTrail,
        @DefaultValue("true") boolean observations,
        @DefaultValue("false") boolean opaqueTokenIntrospector,
        @DefaultValue Issue issue,
        @DefaultValue Hashing hashing,
        @DefaultValue Limits limits,
        @DefaultValue Jdbc jdbc,
        @DefaultValue Http http,
        @DefaultValue Page page,
        @DefaultValue Housekeeping housekeeping,
        @DefaultValue Events events) {

    /** Where tokens are stored. */
    public enum Store {
        /** In the tables of a SQL database. */
        JDBC,
        /** In the memory of this process; they are lost when it ends. */
        MEMORY
    }

    /**
     * How the end of a token is computed.
     *
     * @param key Base64 of at least 32 random bytes, the same on all nodes: forged tokens are then refused without a read
     * @param previousKey the key before that; tokens that were issued with it are still accepted
     * @param acceptUnkeyedUntil until when tokens without a keyed checksum are accepted, after a key was introduced
     */
    public record Checksum(
            @Nullable Base64Key key,
            @Nullable Base64Key previousKey,
            @Nullable Instant acceptUnkeyedUntil) {}

    /**
     * The limits on issued tokens.
     *
     * @param defaultLifetime the lifetime of a token whose request has no expiry
     * @param maximumLifetime how long a token may live
     * @param allowNever whether a request may ask for a token without an expiry
     * @param maximumScopes how many distinct scopes a token may have
     */
    public record Issue(
            @DefaultValue("90d") Duration defaultLifetime,
            @DefaultValue("366d") Duration maximumLifetime,
            @DefaultValue("false") boolean allowNever,
            @DefaultValue("100") int maximumScopes) {}

    /** How secrets are hashed: Argon2id with a choice of parameters. */
    public enum HashingProfile {
        /** 19 MiB and two passes. */
        OWASP,
        /** 4 MiB and one pass. */
        LIGHT
    }

    /**
     * How secrets are hashed.
     *
     * @param profile memory and passes of Argon2id
     */
    public record Hashing(@DefaultValue("owasp") HashingProfile profile) {}

    /**
     * The limits on a node's caches, concurrent computations and waits.
     *
     * @param proofs how many proofs are cached
     * @param records how many records are cached if {@code revocationWithin} is not zero
     * @param hashesAtOnce how many presented secrets are hashed at once; by default, half of the processors
     * @param lookUpsAtOnce how many look-ups run at once if {@code revocationWithin} is not zero; those that wait are read
     *     together
     * @param maximumWait how long a verification waits for its turn to hash or to read, or for a record that another one is
     *     reading
     * @param events how many events wait for a listener; further ones are dropped and counted
     */
    public record Limits(
            @DefaultValue("100000") long proofs,
            @DefaultValue("100000") long records,
            @Nullable Integer hashesAtOnce,
            @DefaultValue("4") int lookUpsAtOnce,
            @DefaultValue("5s") Duration maximumWait,
            @DefaultValue("10000") int events) {}

    /**
     * The tables in the database.
     *
     * @param initializeSchema when missing tables are created at start: in an embedded database, always, or never. Flyway and
     *     Liquibase run first
     * @param tablePrefix what the names of the tables begin with
     * @param statementTimeout how long an operation may wait for the database
     */
    public record Jdbc(
            @DefaultValue("embedded") DatabaseInitializationMode initializeSchema,
            @DefaultValue("latchkey_") String tablePrefix,
            @DefaultValue("10s") Duration statementTimeout) {}

    /**
     * The answers to clients.
     *
     * @param realm the realm in challenges. Default: the name of the application
     * @param bodyStyle the format of error bodies
     */
    public record Http(
            @Nullable String realm, @DefaultValue("code") BodyStyle bodyStyle) {}

    /**
     * The Access Management page, which needs latchkey-page and a bean of type PageHost.
     *
     * @param path where the page is mounted, such as /settings/access-management. Without it, it is not
     * @param signInWithin how long ago a viewer may have signed in to create or rotate a token, by the factors of Spring
     *     Security. Without it, that is not looked at
     * @param signInFactors the factors that must be that recent, such as password or webauthn. By default, any one of them
     */
    public record Page(
            @Nullable String path,
            @Nullable Duration signInWithin,
            @DefaultValue List<String> signInFactors) {}

    /** What carries out housekeeping. */
    public enum HousekeepingRunner {
        /** Nothing; a service may pass the bean of type Housekeeping to Administration.sweep. */
        NONE,
        /** A thread of the library on this node. */
        THREAD,
        /** The service's TaskScheduler, which @EnableScheduling provides. */
        SCHEDULER
    }

    /**
     * What is deleted, ended and announced, and when. It may run on one node or on all of them.
     *
     * @param run what carries it out
     * @param interval how long after a run the next one begins, a minute to a week
     * @param deleteEndedTokensAfter how long records of ended tokens are kept, at least 10 minutes. By default, forever
     * @param trimFeedAfter how long entries of the change feed are kept, at least 10 minutes. By default, forever
     * @param trimTrailAfter how long entries of the durable trail are kept, at least 10 minutes. By default, forever
     * @param endIdleTokensAfter how long a token may be unused before it is revoked, at least a day; needs record-uses-every.
     *     By default, forever
     * @param announceExpiry how long before the expiry of a token it is announced by an event, at most ten times
     */
    public record Housekeeping(
            @DefaultValue("none") HousekeepingRunner run,
            @DefaultValue("1h") Duration interval,
            @Nullable Duration deleteEndedTokensAfter,
            @Nullable Duration trimFeedAfter,
            @Nullable Duration trimTrailAfter,
            @Nullable Duration endIdleTokensAfter,
            @DefaultValue List<Duration> announceExpiry) {}

    /**
     * What becomes of events.
     *
     * @param publish whether each one is published as an application event, for methods with @EventListener
     */
    public record Events(@DefaultValue("false") boolean publish) {}
}
