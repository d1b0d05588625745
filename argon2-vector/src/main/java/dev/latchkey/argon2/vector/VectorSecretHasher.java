package dev.latchkey.argon2.vector;

import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Hashes secrets as {@link Argon2SecretHasher} does, but in a third of the time, with the Vector API of JDK 25.
 *
 * <p>The JVM must be started with {@code --add-modules jdk.incubator.vector}, and the processor must have vectors of 256
 * bits or more. A daemon thread compiles the vector code by running it, and compares it with BouncyCastle. That takes one
 * or two seconds of one processor, and 2 MiB; BouncyCastle computes all hashes until then. It continues to do so, and one
 * warning in the log of {@code dev.latchkey} states why, if the module or the vectors are missing, if the self-test fails,
 * or if the vector code is not faster.
 *
 * <p>Both compute the same tags: hashes made by either are verified by the other, so nodes may differ.
 *
 * <p>Thread-safe. It does not bound how many computations run at once; its caller does. Memory is kept for as many as ran
 * at once, at most the number of processors, and is wiped after each.
 */
public final class VectorSecretHasher implements SecretHasher {

    private static final Logger LOGGER = System.getLogger("dev.latchkey");

    /** On an idle machine, the JIT compiler needs one or two seconds. */
    private static final Duration LONGEST_SELF_TEST = Duration.ofSeconds(20);

    private final Argon2Parameters parameters;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private volatile Argon2SecretHasher current;

    private VectorSecretHasher(Argon2Parameters parameters) {
        this.parameters = parameters;
        this.current = Argon2SecretHasher.of(parameters);
    }

    /**
     * {@return a hasher with the default profile, {@link Argon2Parameters#owasp()}}
     *
     * @throws IllegalStateException if BouncyCastle is missing, or older than 1.85
     */
    public static VectorSecretHasher owasp() {
        return of(Argon2Parameters.owasp());
    }

    /**
     * {@return a hasher with other costs; it still verifies hashes made with any}
     *
     * @param parameters what a new hash costs
     * @throws IllegalStateException if BouncyCastle is missing, or older than 1.85
     */
    public static VectorSecretHasher of(Argon2Parameters parameters) {
        return of(parameters, () -> Compressions.preferred(), LONGEST_SELF_TEST);
    }

    static VectorSecretHasher of(
            Argon2Parameters parameters, Supplier<BlockCompression> compressions, Duration longestSelfTest) {
        VectorSecretHasher hasher = new VectorSecretHasher(parameters);
        Thread.ofPlatform()
                .daemon()
                .name("latchkey-argon2-vector")
                .start(() -> hasher.ready.complete(hasher.accelerate(compressions, longestSelfTest)));
        return hasher;
    }

    private boolean accelerate(Supplier<BlockCompression> compressions, Duration longestSelfTest) {
        try {
            SelfTest.run(compressions, longestSelfTest);
            current = Argon2SecretHasher.computedBy(
                    parameters, () -> new Argon2id(compressions.get(), parameters.memoryKib()));
            return true;
        } catch (Throwable e) {
            // A failing incubator module throws errors too. BouncyCastle does not depend on it.
            String reason = e instanceof UnusableVectorsException ? e.getMessage() : e.toString();
            LOGGER.log(Level.WARNING, "Argon2 is computed by BouncyCastle, not with vectors: {0}", reason);
            return false;
        }
    }

    /**
     * {@return a future that completes after the self-test: with true if the vector code computes from then on, with
     * false if BouncyCastle continues}
     *
     * <p>If a service waits for it before it reports that it is ready, it verifies its first tokens at full speed.
     */
    public CompletionStage<Boolean> ready() {
        return ready.minimalCompletionStage();
    }

    @Override
    public SecretHash hash(BearerToken token) {
        return current.hash(token);
    }

    @Override
    public boolean matches(BearerToken presented, SecretHash stored) {
        return current.matches(presented, stored);
    }

    @Override
    public boolean needsRehash(SecretHash stored) {
        return current.needsRehash(stored);
    }

    @Override
    public long memoryPerHash() {
        return current.memoryPerHash();
    }

    @Override
    public long memoryFor(SecretHash stored) {
        return current.memoryFor(stored);
    }

    /** {@return the costs} */
    @Override
    public String toString() {
        return "VectorSecretHasher[" + parameters + "]";
    }
}
