package dev.sealpost.route.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** Camel artifacts that provide components, data formats and languages, whether or not they are in this build. */
final class CamelArtifacts {

    private static final String TABLE = "camel-artifacts.properties";
    private static final Map<String, String> ARTIFACTS = read();

    private CamelArtifacts() {}

    private static Map<String, String> read() {
        Properties table = new Properties();
        try (InputStream stream = CamelArtifacts.class.getResourceAsStream(TABLE)) {
            if (stream == null) {
                throw new IllegalStateException(TABLE + " is not in the jar");
            }
            table.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table.stringPropertyNames().stream()
                .collect(Collectors.toMap(CamelArtifacts::key, table::getProperty, (one, other) -> one));
    }

    /**
     * Returns the artifact id.
     *
     * @param kind {@code component}, {@code dataformat}, {@code language}, {@code tokenizer}, or {@code class} for a class that
     *     Kamelets use and that is in no jar of Camel
     * @param name the name as in Camel's catalog; case and dashes do not matter
     */
    static Optional<String> of(String kind, String name) {
        return Optional.ofNullable(ARTIFACTS.get(key(kind + "." + name)));
    }

    private static String key(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }
}
