package dev.latchkey.acceptance.secrecy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a secret looks like wherever it was written: raw, base64, hex, percent-encoded, or as a list of numbers.
 *
 * <p>A part of it is enough to be found: each form is cut into pieces that overlap.
 */
final class Traces {

    private static final int PIECE = 16;
    private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

    private final Set<String> pieces = new LinkedHashSet<>();

    /** How many characters of Base64 the bytes before a text may change. */
    private static final int SHIFTED = 4;

    /** Adds a secret text: itself, and its bytes in every form, also as the end of a longer text in Base64. */
    Traces andText(String secret) {
        addPieces(secret);
        addPieces(URLEncoder.encode(secret, StandardCharsets.US_ASCII));
        for (String before : new String[] {"-", "--"}) {
            byte[] longer = (before + secret).getBytes(StandardCharsets.US_ASCII);
            addPieces(Base64.getEncoder().encodeToString(longer).substring(SHIFTED));
        }
        return andBytes(secret.getBytes(StandardCharsets.US_ASCII));
    }

    /** Adds secret bytes in every form. */
    Traces andBytes(byte[] secret) {
        addPieces(Base64.getEncoder().encodeToString(secret));
        addPieces(Base64.getUrlEncoder().encodeToString(secret));
        for (String format : new String[] {"%02x", "%02X", "%%%02x", "%%%02X"}) {
            addPieces(list(secret, "", each -> String.format(Locale.ROOT, format, each & 0xff)));
        }
        // As MariaDB's driver dumps what it sends.
        addPieces(list(secret, " ", each -> String.format(Locale.ROOT, "%02X", each & 0xff)));
        addPieces(list(secret, ",", each -> Integer.toString(each)));
        addPieces(list(secret, ",", each -> Integer.toString(each & 0xff)));
        return this;
    }

    private static String list(byte[] bytes, String separator, java.util.function.IntFunction<String> form) {
        return IntStream.range(0, bytes.length)
                .mapToObj(i -> form.apply(bytes[i]))
                .collect(Collectors.joining(separator));
    }

    private void addPieces(String form) {
        for (int start = 0; start + PIECE <= form.length(); start += PIECE / 2) {
            pieces.add(form.substring(start, start + PIECE));
        }
        if (form.length() >= PIECE) {
            pieces.add(form.substring(form.length() - PIECE));
        }
    }

    /** {@return the pieces of secrets that a text has, also where JSON escaped a character} */
    Set<String> in(String text) {
        String unescaped = ESCAPED.matcher(text)
                .replaceAll(escape -> java.util.regex.Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
        return Stream.of(text, unescaped)
                .flatMap(form -> IntStream.rangeClosed(0, form.length() - PIECE)
                        .mapToObj(start -> form.substring(start, start + PIECE)))
                .filter(pieces::contains)
                .collect(Collectors.toSet());
    }
}
