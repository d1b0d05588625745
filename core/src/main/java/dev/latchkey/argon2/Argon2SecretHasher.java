package dev.latchkey.argon2;

import dev.latchkey.port.SecretHasher;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Hashes secrets with Argon2id, version 19 (RFC 9106), as PHC strings that any Argon2 tool can check.
 *
 * <p>The memory of a computation is wiped after it and reused for the next one, for as many computations as may run at
 * once, so that hashing creates almost no garbage. The memory of a failed computation is dropped.
 *
 * <p>When the first hasher of a process is created, it computes a few cheap hashes, for some 50 milliseconds. Otherwise
 * the first request would wait for the verification of the generator's signed archive and the compilation of its loops.
 *
 * <p>Thread-safe. It does not bound how many computations run at once; its caller does.
 */
public final class Argon2SecretHasher implements SecretHasher {

    /** The name of this scheme in {@link SecretHash#scheme()}. */
    public static final String SCHEME = "argon2id";

    /** The generator needs up to four blocks of its own besides those of the memory parameter. */
    private static final int WORKING_BLOCKS = 4;

    private static final Argon2Parameters WARM_UP_COSTS = new Argon2Parameters(64, 1, 1);
    private static final int WARM_UP_HASHES = 30;
    private static final AtomicBoolean WARM = new AtomicBoolean();

    private final Argon2Parameters parameters;
    private final Supplier<? extends Argon2Function> newFunction;
    private final SecureRandom random = new SecureRandom();
    private final BlockingQueue<Argon2Function> idle;

    Argon2SecretHasher(Argon2Parameters parameters, Supplier<? extends Argon2Function> newFunction) {
        this.parameters = parameters;
        this.newFunction = newFunction;
        this.idle = new LinkedBlockingQueue<>(Runtime.getRuntime().availableProcessors());
    }

    /**
     * {@return a hasher with the default profile, {@link Argon2Parameters#owasp()}}
     *
     * @throws IllegalStateException if Bouncy Castle is missing, or older than 1.85
     */
    public static Argon2SecretHasher owasp() {
        return of(Argon2Parameters.owasp());
    }

    /**
     * {@return a hasher with other costs; it checks hashes of any costs}
     *
     * @param parameters what a new hash costs
     * @throws IllegalStateException if Bouncy Castle is missing, or older than 1.85
     */
    public static Argon2SecretHasher of(Argon2Parameters parameters) {
        if (WARM.compareAndSet(false, true)) {
            try {
                warmUp();
            } catch (NoClassDefFoundError e) {
                WARM.set(false);
                throw new IllegalStateException("Argon2 needs org.bouncycastle:bcprov-jdk18on 1.85 or later", e);
            }
        }
        int blocks = parameters.memoryKib() + WORKING_BLOCKS;
        return new Argon2SecretHasher(parameters, () -> new Argon2Memory(blocks));
    }

    /**
     * {@return a hasher that uses another implementation of Argon2id instead of BouncyCastle's}
     *
     * @param parameters what a new hash costs
     * @param newFunction creates a function for each concurrent computation; as many as there are processors are reused
     */
    public static Argon2SecretHasher computedBy(
            Argon2Parameters parameters, Supplier<? extends Argon2Function> newFunction) {
        return new Argon2SecretHasher(
                Objects.requireNonNull(parameters, "parameters"), Objects.requireNonNull(newFunction, "newFunction"));
    }

    private static void warmUp() {
        Argon2Memory memory = new Argon2Memory(WARM_UP_COSTS.memoryKib() + WORKING_BLOCKS);
        byte[] nothing = new byte[PhcString.SALT_LENGTH];
        for (int i = 0; i < WARM_UP_HASHES; i++) {
            memory.compute(WARM_UP_COSTS, nothing, nothing);
        }
    }

    @Override
    public SecretHash hash(BearerToken token) {
        byte[] salt = new byte[PhcString.SALT_LENGTH];
        random.nextBytes(salt);
        PhcString hash = new PhcString(parameters, salt, tag(token, parameters, salt));
        return SecretHash.of(SCHEME, hash.print());
    }

    @Override
    public boolean matches(BearerToken presented, SecretHash stored) {
        PhcString hash = parse(presented, stored);
        byte[] tag = tag(presented, hash.parameters(), hash.salt());
        return MessageDigest.isEqual(tag, hash.tag());
    }

    private static PhcString parse(BearerToken presented, SecretHash stored) {
        if (!stored.scheme().equals(SCHEME)) {
            throw new TokenStoreException("the stored hash of token " + presented.id() + " is not of scheme " + SCHEME);
        }
        return PhcString.parse(stored.text())
                .orElseThrow(() -> new TokenStoreException("the stored hash of token " + presented.id()
                        + " is corrupt: not a canonical PHC string of Argon2id within the ceilings"));
    }

    private byte[] tag(BearerToken token, Argon2Parameters costs, byte[] salt) {
        byte[] password = token.revealHashedBytes();
        Argon2Function kept = idle.poll();
        Argon2Function function = kept != null ? kept : newFunction.get();
        try {
            byte[] tag = function.compute(costs, salt, password);
            // Reached only if the computation succeeded; after an exception its memory is not reused.
            idle.offer(function);
            return tag;
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Memory and passes are compared. Lanes are not, because they do not change the amount of work. Salt and tag
     * have fixed lengths.
     */
    @Override
    public boolean needsRehash(SecretHash stored) {
        return costs(stored).map(costs -> costs.isWeakerThan(parameters)).orElse(true);
    }

    @Override
    public long memoryPerHash() {
        return parameters.memoryBytes();
    }

    @Override
    public long memoryFor(SecretHash stored) {
        return costs(stored).map(Argon2Parameters::memoryBytes).orElse(0L);
    }

    /** {@return the costs of a stored hash, or empty if this hasher does not compute it} */
    private static Optional<Argon2Parameters> costs(SecretHash stored) {
        return stored.scheme().equals(SCHEME)
                ? PhcString.parse(stored.text()).map(PhcString::parameters)
                : Optional.empty();
    }

    /** {@return how many memories are ready for the next computation} */
    int idleMemories() {
        return idle.size();
    }

    /** {@return the costs} */
    @Override
    public String toString() {
        return "Argon2SecretHasher[" + parameters + "]";
    }
}
