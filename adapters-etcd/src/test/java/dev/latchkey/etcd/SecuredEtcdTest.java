package dev.latchkey.etcd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.keyvalue.KeyValueTokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenRecord;
import io.etcd.jetcd.Auth;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.auth.Permission;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS, users and permissions are those of the client that the host configures. */
class SecuredEtcdTest {

    private static final String PASSWORD = "correct horse battery staple";

    @TempDir
    private static Path folder;

    private static EtcdCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        keyAndCertificate();
        cluster = EtcdCluster.start(
                1,
                new EtcdCluster.Security(
                        "https",
                        List.of("--cert-file=" + folder.resolve("cert.pem"), "--key-file=" + folder.resolve("key.pem")),
                        SecuredEtcdTest::trusting));
        try (Client root = cluster.client()) {
            Auth auth = root.getAuthClient();
            auth.userAdd(text("root"), text(PASSWORD)).get();
            auth.userGrantRole(text("root"), text("root")).get();
            auth.roleAdd(text("latchkey")).get();
            auth.roleGrantPermission(text("latchkey"), text("latchkey/"), text("latchkey0"), Permission.Type.READWRITE)
                    .get();
            auth.userAdd(text("latchkey"), text(PASSWORD)).get();
            auth.userGrantRole(text("latchkey"), text("latchkey")).get();
            auth.authEnable().get();
        }
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static ByteSequence text(String text) {
        return ByteSequence.from(text, US_ASCII);
    }

    private static ClientBuilder trusting(ClientBuilder builder) {
        try {
            return builder.sslContext(
                    context -> context.trustManager(folder.resolve("cert.pem").toFile()));
        } catch (SSLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void keyAndCertificate() throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("store");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "etcd",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-ext",
                        "bc=ca:true",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        write("cert.pem", "CERTIFICATE", keys.getCertificate("etcd").getEncoded());
        write(
                "key.pem",
                "PRIVATE KEY",
                keys.getKey("etcd", PASSWORD.toCharArray()).getEncoded());
    }

    private static void write(String file, String type, byte[] bytes) throws IOException {
        Files.writeString(
                folder.resolve(file),
                "-----BEGIN " + type + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + type
                        + "-----\n");
    }

    private static Client client(String user, String password) {
        return trusting(EtcdCluster.client(cluster.endpoints()))
                .user(text(user))
                .password(text(password))
                .build();
    }

    private static KeyValueTokenStore open(Client client, String prefix) {
        return new KeyValueTokenStore(new EtcdEngine(client, Duration.ofSeconds(3)), prefix, InstantSource.system());
    }

    @Test
    void a_user_with_rights_to_the_prefix_alone_uses_the_store_over_tls() {
        TokenRecord record = TokenRecords.ordinary().build();

        try (Client client = client("latchkey", PASSWORD);
                KeyValueTokenStore store = open(client, "latchkey/")) {
            assertThat(StoreWrites.insert(store, record)).isTrue();
            assertThat(StoreWrites.update(store, record.withDescription("other")))
                    .isTrue();
            assertThat(store.findCommitted(Set.of(record.id())).records()).hasSize(1);
        }
    }

    @Test
    void a_user_without_rights_to_the_prefix_is_refused_at_once() {
        try (Client client = client("latchkey", PASSWORD)) {
            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(() -> open(client, "other/"))
                    .havingCause()
                    .withMessageContaining("permission denied");
        }
    }

    @Test
    void a_wrong_password_is_refused_and_not_repeated_in_messages() {
        String wrong = "hunter2hunter2";
        try (Client client = client("latchkey", wrong)) {
            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(() -> open(client, "latchkey/"))
                    .satisfies(e -> {
                        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                            assertThat(cause.toString()).doesNotContain(wrong);
                        }
                    });
        }
    }

    @Test
    void a_client_that_does_not_trust_the_certificate_has_no_answer() {
        try (Client client = EtcdCluster.client(cluster.endpoints()).build()) {
            assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> open(client, "latchkey/"));
        }
    }
}
