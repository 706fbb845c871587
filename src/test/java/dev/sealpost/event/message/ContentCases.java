package dev.sealpost.event.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Every kind of content under every kind of label, and whether the two fit: what all ways in have to agree about. */
public final class ContentCases {

    private static final String TEXT = "{\"n\":1.10,\"t\":\"é€\"}";

    private ContentCases() {}

    /** Kinds of bodies. */
    public enum Kind {
        JSON(TEXT.getBytes(StandardCharsets.UTF_8)),
        ASCII_JSON("{\"n\":1.10}".getBytes(StandardCharsets.US_ASCII)),
        BYTE_ORDER_MARK(("\uFEFF" + TEXT).getBytes(StandardCharsets.UTF_8)),
        UTF_16LE(TEXT.getBytes(StandardCharsets.UTF_16LE)),
        UTF_16BE(TEXT.getBytes(StandardCharsets.UTF_16BE)),
        UTF_16_WITH_MARK(TEXT.getBytes(StandardCharsets.UTF_16)),
        UTF_32LE(TEXT.getBytes(Charset.forName("UTF-32LE"))),
        UTF_32BE(TEXT.getBytes(Charset.forName("UTF-32BE"))),
        LATIN_1("{\"t\":\"zwölf\"}".getBytes(StandardCharsets.ISO_8859_1)),
        TRUNCATED("{\"n\":1".getBytes(StandardCharsets.US_ASCII)),
        NOT_A_NUMBER("{\"a\":NaN}".getBytes(StandardCharsets.US_ASCII)),
        INFINITY("-Infinity".getBytes(StandardCharsets.US_ASCII)),
        EMPTY(new byte[0]),
        PLAIN_TEXT("hello".getBytes(StandardCharsets.US_ASCII)),
        BINARY(new byte[] {(byte) 0xFF, 0, 1, 2}),
        GZIP(Zip.gzip(TEXT));

        public final byte[] bytes;

        Kind(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);
    private static final Set<Kind> GOOD_JSON = EnumSet.of(Kind.JSON, Kind.ASCII_JSON);
    private static final Set<Kind> ASCII =
            EnumSet.of(Kind.ASCII_JSON, Kind.TRUNCATED, Kind.NOT_A_NUMBER, Kind.INFINITY, Kind.EMPTY, Kind.PLAIN_TEXT);

    /** UTF-16 of ASCII is ASCII with NULs in it, but these have an é; what has none would be valid. */
    private static final Set<Kind> UTF_8 = with(ASCII, Kind.JSON, Kind.BYTE_ORDER_MARK);

    private static final Set<Kind> LATIN = with(
            ASCII,
            Kind.LATIN_1,
            Kind.BINARY,
            Kind.UTF_16LE,
            Kind.UTF_16BE,
            Kind.UTF_16_WITH_MARK,
            Kind.UTF_32LE,
            Kind.UTF_32BE);

    /** Kinds of labels, and the bytes that match them. */
    public enum Label {
        NONE(null, GOOD_JSON),
        JSON("application/json", GOOD_JSON),
        JSON_UTF_8("Application/JSON;charset=\"UTF-8\"", GOOD_JSON),
        JSON_LATIN_1("application/json; charset=ISO-8859-1", EnumSet.of(Kind.ASCII_JSON)),
        SUFFIX("application/vnd.acme+json", GOOD_JSON),
        TEXT("text/plain", without(Kind.GZIP)),
        TEXT_UTF_8("text/plain; charset=utf-8", UTF_8),
        TEXT_LATIN_1("text/plain; charset=ISO-8859-1", LATIN),
        TEXT_OF_NO_CHARSET("text/plain; charset=nonsense", EnumSet.noneOf(Kind.class)),
        BYTES("application/octet-stream", ALL),
        EMPTY("", EnumSet.noneOf(Kind.class)),
        NO_MEDIA_TYPE("json", EnumSet.noneOf(Kind.class)),
        RANGE("application/*", EnumSet.noneOf(Kind.class)),
        LINE_BREAK("text/plain\r\nX-Evil: 1", EnumSet.noneOf(Kind.class)),
        NOT_ASCII("téxt/plain", EnumSet.noneOf(Kind.class));

        public final Optional<String> text;
        private final Set<Kind> fitting;

        Label(@Nullable String text, Set<Kind> fitting) {
            this.text = Optional.ofNullable(text);
            this.fitting = fitting;
        }
    }

    /** One kind under one label. */
    public record Case(Kind kind, Label label) {

        public boolean fits() {
            return label.fitting.contains(kind);
        }

        /** As a part of an event type. */
        public String name() {
            return label.name().toLowerCase(Locale.ROOT) + "." + kind.name().toLowerCase(Locale.ROOT);
        }
    }

    public static List<Case> all() {
        return Arrays.stream(Label.values())
                .flatMap(label -> Stream.of(Kind.values()).map(kind -> new Case(kind, label)))
                .toList();
    }

    private static Set<Kind> with(Set<Kind> some, Kind... more) {
        Set<Kind> all = EnumSet.copyOf(some);
        all.addAll(Arrays.asList(more));
        return all;
    }

    private static Set<Kind> without(Kind kind) {
        return EnumSet.complementOf(EnumSet.of(kind));
    }

    /** Apart, so that the constants can be made before the sets of them. */
    private static final class Zip {

        static byte[] gzip(String text) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }
    }
}
