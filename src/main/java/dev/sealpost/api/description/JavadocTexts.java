package dev.sealpost.api.description;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;

/**
 * Descriptions of operations and of the members of answers: what the Javadoc of their methods and records says, which a test writes
 * to a file, since a running program does not have it.
 */
final class JavadocTexts {

    static final String FILE = "/api-docs/javadoc.properties";

    private final Properties texts;

    private JavadocTexts(Properties texts) {
        this.texts = texts;
    }

    static JavadocTexts load() {
        Properties texts = new Properties();
        try (InputStream in = Optional.ofNullable(JavadocTexts.class.getResourceAsStream(FILE))
                        .orElseThrow(() -> new IllegalStateException(FILE + " is missing"));
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
        return new JavadocTexts(texts);
    }

    /** Returns the description of a component of a record. */
    Optional<String> of(Class<?> type, String component) {
        return Optional.ofNullable(texts.getProperty(key(type) + "." + component));
    }

    /** Returns the description of an operation. */
    Optional<String> of(Method operation) {
        return Optional.ofNullable(texts.getProperty(key(operation.getDeclaringClass()) + "#" + operation.getName()));
    }

    /** Returns the simple name of a class, after that of the outermost class around it. */
    private static String key(Class<?> type) {
        Class<?> outermost = type;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        return outermost == type ? type.getSimpleName() : outermost.getSimpleName() + "." + type.getSimpleName();
    }
}
