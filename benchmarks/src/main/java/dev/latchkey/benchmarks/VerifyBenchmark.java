package dev.latchkey.benchmarks;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.AccessTokens;
import dev.latchkey.Authorization;
import dev.latchkey.Authorization.Permitted;
import dev.latchkey.IssuePolicy;
import dev.latchkey.IssueRequest;
import dev.latchkey.Limits;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.scope.Scope;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A warm verification from cached records, compared with a floor made by hand and the check of a JWT with the same
 * content: owner, scope, expiry. Each call presents another token, in an order that a processor cannot predict.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx6g"})
public class VerifyBenchmark {

    private static final Duration LIFETIME = Duration.ofDays(1);
    private static final int SIGNED = 1_024;

    /** How many tokens are known and presented in turn; signed ones repeat after 1,024, because they need no memory. */
    @Param({"1", "10000"})
    public int known;

    private AccessTokens tokens;
    private Scope required;
    private String[] texts;
    private final HandMadeVerifier handMade = new HandMadeVerifier();

    private String[] hs256;
    private JWTVerifier auth0;
    private MACVerifier nimbus;
    private JwtParser jjwt;
    private String[] rs256;
    private JWTVerifier rsa;
    private String[] es256;
    private JWTVerifier ec;

    /** The position of a thread in the texts. */
    @State(org.openjdk.jmh.annotations.Scope.Thread)
    public static class Place {
        private int next = (int) Thread.currentThread().getId() * 7_919;

        String of(String[] texts) {
            next += 7_919;
            return texts[(next & Integer.MAX_VALUE) % texts.length];
        }
    }

    /**
     * Issues the tokens, waits for the first lease, and verifies each token once, so that its record is cached.
     *
     * @throws Exception if a key cannot be made
     */
    @Setup
    public void prepare() throws Exception {
        tokens = AccessTokens.builder(new InMemoryTokenStore())
                .withoutPrefix()
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .issuePolicy(IssuePolicy.standard())
                .limits(Limits.standard().proofs(2L * known + 1_000).records(2L * known + 1_000))
                .revocationWithin(Duration.ofSeconds(10))
                .build();
        required = Scope.of("workspace:read");
        texts = new String[known];
        Instant expiry = Instant.now().plus(LIFETIME);
        for (int i = 0; i < known; i++) {
            texts[i] = tokens.issuer()
                    .issue(IssueRequest.forOwner("workspaces/acme")
                            .grantedByTheService()
                            .describedAs("nightly export")
                            .withScopes("workspace:read")
                            .expiringAfter(LIFETIME))
                    .reveal();
            handMade.put(texts[i], expiry.toEpochMilli(), new Object());
        }
        while (tokens.statistics().records().feed().leaseAge().isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
        for (String text : texts) {
            if (!(tokens.verifier().verify(text) instanceof Verified)) {
                throw new IllegalStateException("a valid token is not accepted");
            }
        }
        sign(Date.from(expiry));
        check();
    }

    private void sign(Date expiry) throws Exception {
        int number = Math.min(known, SIGNED);
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        hs256 = signed(number, Algorithm.HMAC256(key), expiry);
        auth0 = JWT.require(Algorithm.HMAC256(key)).build();
        nimbus = new MACVerifier(key);
        jjwt = Jwts.parser().verifyWith(Keys.hmacShaKeyFor(key)).build();

        KeyPairGenerator rsaKeys = KeyPairGenerator.getInstance("RSA");
        rsaKeys.initialize(2_048);
        KeyPair rsaPair = rsaKeys.generateKeyPair();
        Algorithm rs = Algorithm.RSA256((RSAPublicKey) rsaPair.getPublic(), (RSAPrivateKey) rsaPair.getPrivate());
        rs256 = signed(Math.min(number, 64), rs, expiry);
        rsa = JWT.require(rs).build();

        KeyPairGenerator ecKeys = KeyPairGenerator.getInstance("EC");
        ecKeys.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair ecPair = ecKeys.generateKeyPair();
        Algorithm es = Algorithm.ECDSA256((ECPublicKey) ecPair.getPublic(), (ECPrivateKey) ecPair.getPrivate());
        es256 = signed(Math.min(number, 64), es, expiry);
        ec = JWT.require(es).build();
    }

    private static String[] signed(int number, Algorithm algorithm, Date expiry) {
        String[] signed = new String[number];
        for (int i = 0; i < number; i++) {
            signed[i] = JWT.create()
                    .withSubject("workspaces/acme")
                    .withJWTId("token-" + i)
                    .withClaim("scope", "workspace:read")
                    .withExpiresAt(expiry)
                    .sign(algorithm);
        }
        return signed;
    }

    private void check() throws Exception {
        Place place = new Place();
        if (!(latchkey(place) instanceof Verified)
                || !(latchkeyAuthorize(place) instanceof Permitted)
                || floor(place) == null
                || !nimbusHs256(place)) {
            throw new IllegalStateException("a valid token is not accepted");
        }
    }

    /** Stops the poller. */
    @TearDown
    public void close() {
        tokens.close();
    }

    /**
     * Verified from a cached record.
     *
     * @param place where the thread is in the texts
     */
    @Benchmark
    public Verification latchkey(Place place) {
        return tokens.verifier().verify(place.of(texts));
    }

    /**
     * The same, and a decision about a scope.
     *
     * @param place where the thread is in the texts
     */
    @Benchmark
    public Authorization latchkeyAuthorize(Place place) {
        return tokens.verifier().authorize(place.of(texts), required);
    }

    /**
     * The floor.
     *
     * @param place where the thread is in the texts
     */
    @Benchmark
    public Object floor(Place place) {
        return handMade.verify(place.of(texts));
    }

    /**
     * HS256 by java-jwt, expiry included.
     *
     * @param place where the thread is in the texts
     */
    @Benchmark
    public Object auth0Hs256(Place place) {
        return auth0.verify(place.of(hs256));
    }

    /**
     * HS256 by jjwt, expiry included.
     *
     * @param place where the thread is in the texts
     */
    @Benchmark
    public Object jjwtHs256(Place place) {
        return jjwt.parseSignedClaims(place.of(hs256));
    }

    /**
     * HS256 by Nimbus, with a check of the expiry.
     *
     * @param place where the thread is in the texts
     */
    @Benchmark
    public boolean nimbusHs256(Place place) throws ParseException, JOSEException {
        SignedJWT jwt = SignedJWT.parse(place.of(hs256));
        return jwt.verify(nimbus) && jwt.getJWTClaimsSet().getExpirationTime().getTime() > System.currentTimeMillis();
    }

    /**
     * RS256 with 2,048 bits, by java-jwt.
     *
     * @param place where the thread is in the texts
     */
    @Benchmark
    public Object auth0Rs256(Place place) {
        return rsa.verify(place.of(rs256));
    }

    /**
     * ES256, by java-jwt.
     *
     * @param place where the thread is in the texts
     */
    @Benchmark
    public Object auth0Es256(Place place) {
        return ec.verify(place.of(es256));
    }
}
