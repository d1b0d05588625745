package dev.latchkey.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a heap dump shows of the secrets that a node has issued and verified. */
class HeapDumpTest {

    private static final int TOKENS = Scale.of("dumped", 200);

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "keyed checksum: {0}")
    @ValueSource(booleans = {false, true})
    void live_objects_have_no_secret_and_garbage_has_those_presented_last(boolean keyed) throws Exception {
        MaskedTexts texts = new MaskedTexts();
        try (Target target =
                Target.with(Target.cheapest(), builder -> keyed ? builder.format(Forger.keyed()) : builder)) {
            for (int i = 0; i < TOKENS; i++) {
                Target.Owned token = keyed ? target.coldKeyedToken() : target.coldToken();
                assertThat(target.accepts(token)).isTrue();
                texts.add(token.text());
            }
            for (int i = 0; i < TOKENS; i++) {
                assertThat(target.verifier().verify(texts.get(i))).isNotNull();
            }

            Path everything = dump("everything.hprof", false);
            Path live = dump("live.hprof", true);

            int inAll = texts.secretsIn(everything);
            int inLive = texts.secretsIn(live);
            assertThat(inLive).isZero();
            // The search finds what is there. How much of it is left is up to the collector.
            assertThat(inAll).isPositive();
        }
    }

    private Path dump(String name, boolean live) throws IOException {
        Path file = folder.resolve(name);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), live);
        return file;
    }

    /** A search that finds nothing would prove nothing. */
    @Test
    void a_secret_that_is_still_referenced_is_found_in_the_live_objects() throws Exception {
        MaskedTexts texts = new MaskedTexts();
        String reachable;
        try (Target target = Target.with(Target.cheapest())) {
            reachable = target.hotToken().text();
            texts.add(reachable);
        }

        int found = texts.secretsIn(dump("live.hprof", true));

        assertThat(found).isEqualTo(1);
        assertThat(reachable.getBytes(StandardCharsets.US_ASCII)).isNotEmpty();
    }
}
