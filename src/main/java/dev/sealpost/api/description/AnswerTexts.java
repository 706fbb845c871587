package dev.sealpost.api.description;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;

/**
 * Descriptions of the members of answers: what the Javadoc of their records says, which a test writes to a file, since a running
 * program does not have it.
 */
final class AnswerTexts {

    static final String FILE = "/api-docs/answers.properties";

    private final Properties texts;

    private AnswerTexts(Properties texts) {
        this.texts = texts;
    }

    static AnswerTexts load() {
        Properties texts = new Properties();
        try (InputStream in = Optional.ofNullable(AnswerTexts.class.getResourceAsStream(FILE))
                        .orElseThrow(() -> new IllegalStateException(FILE + " is missing"));
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
        return new AnswerTexts(texts);
    }

    /** Returns the description of a component of a record. */
    Optional<String> of(Class<?> type, String component) {
        return Optional.ofNullable(texts.getProperty(key(type) + "." + component));
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
