package dev.latchkey.page;

import static dev.latchkey.page.TestService.html;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.IssuedToken;
import dev.latchkey.scope.ScopeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AssetsTest {

    private static final int MOST_SCRIPT = 4_000;
    private static final int MOST_TRANSFERRED = 60_000;

    private final TestService service = TestService.standard();

    private String path(String attribute) {
        Matcher link = Pattern.compile(attribute + "=\"(assets/[^\"]+)\"").matcher(html(service.get("/")));
        assertThat(link.find()).isTrue();
        return "/" + link.group(1);
    }

    @Test
    void the_own_files_are_kept_by_browsers_for_as_long_as_they_like() {
        for (String path : new String[] {path("href"), path("src")}) {
            PageResponse file = service.get(path);
            assertThat(file.status()).isEqualTo(200);
            assertThat(file.headers())
                    .containsEntry("Cache-Control", "public, max-age=31536000, immutable")
                    .containsEntry("X-Content-Type-Options", "nosniff");
        }
    }

    @Test
    void a_viewer_who_is_nobody_gets_the_files_all_the_same() {
        String style = path("href");
        service.visit = java.util.Optional.empty();

        assertThat(service.get(style).status()).isEqualTo(200);
    }

    @Test
    void a_list_of_fifty_tokens_and_the_files_are_small() {
        TestService recording = TestService.recordingUses();
        for (int i = 0; i < 60; i++) {
            IssuedToken token =
                    recording.issue("Nightly export to the warehouse, number " + i, "workspace:read", "sources:write");
            recording.recordUse(token.id(), ScopeSet.parse("workspace:read"));
        }
        byte[] list = recording.get("/?q=export&within=300").body();
        assertThat(html(recording.get("/?q=export&within=300"))).contains("1 not needed so far", "rel=\"next\"");
        assertThat(service.get(path("src")).body()).hasSizeLessThanOrEqualTo(MOST_SCRIPT);

        service.headers.put("Accept-Encoding", "gzip, br");
        int style = service.get(path("href")).body().length;
        int script = service.get(path("src")).body().length;
        assertThat(style + script + compressed(list))
                .as("style %s, script %s, list %s", style, script, compressed(list))
                .isLessThanOrEqualTo(MOST_TRANSFERRED);
    }

    private static int compressed(byte[] content) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        try (java.util.zip.GZIPOutputStream gzip = new java.util.zip.GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.size();
    }

    @Test
    void a_brand_changes_the_style_and_its_address() {
        Assets plain = Assets.of(Brand.named("Example"));
        Assets red = Assets.of(Brand.named("Example").withAccent("#aa0000", "#ff8888"));

        assertThat(red.site().stylesheet()).isNotEqualTo(plain.site().stylesheet());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Brand.named("x").withAccent("red}body{display:none", "#ff8888"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Brand.named("x").withBackLink("javascript:alert(1)", "Back"));
    }
}
