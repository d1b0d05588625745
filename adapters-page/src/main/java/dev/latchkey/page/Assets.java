package dev.latchkey.page;

import dev.latchkey.page.view.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** The page's own files. A file's name has the hash of its content, so browsers may cache it indefinitely. */
final class Assets {

    private static final int HASH_LENGTH = 16;

    private final Frame.Site site;
    private final Map<String, File> byPath;

    private Assets(Frame.Site site, Map<String, File> byPath) {
        this.site = site;
        this.byPath = byPath;
    }

    private static final class File {

        private final String type;
        private final byte[] content;
        private final byte[] compressed;

        File(String type, byte[] content) {
            this.type = type;
            this.content = content;
            this.compressed = compress(content);
        }
    }

    static Assets of(Brand brand) {
        byte[] style = (read("page.css") + brand.style()).getBytes(StandardCharsets.UTF_8);
        byte[] script = read("page.js").getBytes(StandardCharsets.UTF_8);
        String stylePath = "assets/page." + hash(style) + ".css";
        String scriptPath = "assets/page." + hash(script) + ".js";
        return new Assets(
                new Frame.Site(brand.name(), brand.backLink(), brand.backLabel(), stylePath, scriptPath),
                Map.of(
                        "/" + stylePath, new File("text/css; charset=utf-8", style),
                        "/" + scriptPath, new File("text/javascript; charset=utf-8", script)));
    }

    private static String read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] compress(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    /** {@return what is the same on all screens} */
    Frame.Site site() {
        return site;
    }

    Optional<PageResponse> find(PageRequest request) {
        File file = byPath.get(request.path());
        if (file == null || !(request.method().equals("GET") || request.method().equals("HEAD"))) {
            return Optional.empty();
        }
        Map<String, String> headers = new TreeMap<>(Map.of(
                "Content-Type", file.type,
                "Cache-Control", "public, max-age=31536000, immutable",
                "Vary", "Accept-Encoding",
                "X-Content-Type-Options", "nosniff",
                "Cross-Origin-Resource-Policy", "same-origin"));
        boolean gzip = request.header("accept-encoding").orElse("").matches("(?i).*\\bgzip\\b(?!\\s*;\\s*q=0).*");
        if (gzip) {
            headers.put("Content-Encoding", "gzip");
        }
        return Optional.of(PageResponse.of(200, headers, gzip ? file.compressed : file.content));
    }
}
