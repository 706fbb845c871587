package dev.sealpost.route.camel;

import dev.sealpost.log.SecretValues;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/**
 * Placeholders {@code {{env:NAME}}}, {@code {{env:NAME:default}}} and {@code {{file:/path}}}, whose values are secrets kept
 * outside the route file.
 */
public final class SecretPlaceholder implements PropertiesFunction {

    private static final long MAX_BYTES = 64 * 1024;

    private final String name;
    private final Function<String, @Nullable String> read;

    private SecretPlaceholder(String name, Function<String, @Nullable String> read) {
        this.name = name;
        this.read = read;
    }

    public static void register(CamelContext camel) {
        camel.getPropertiesComponent().addPropertiesFunction(new SecretPlaceholder("env", SecretPlaceholder::variable));
        camel.getPropertiesComponent().addPropertiesFunction(new SecretPlaceholder("file", SecretPlaceholder::read));
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public @Nullable String apply(String remainder) {
        String value = read.apply(remainder);
        if (value != null) {
            SecretValues.add(value);
        }
        return value;
    }

    private static @Nullable String variable(String remainder) {
        int colon = remainder.indexOf(':');
        if (colon < 0) {
            return IOHelper.lookupEnvironmentVariable(remainder);
        }
        String value = IOHelper.lookupEnvironmentVariable(remainder.substring(0, colon));
        return value == null ? remainder.substring(colon + 1) : value;
    }

    /**
     * Returns the content of a file without surrounding white space.
     *
     * @throws UnreadableSecretException if the file cannot be read
     */
    public static String read(String path) {
        try {
            Path file = Path.of(path);
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new UnreadableSecretException(path, "it is not a regular file"); // reading a pipe would block
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new UnreadableSecretException(path, "it is larger than 64 KiB");
            }
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            throw new UnreadableSecretException(path, "the file does not exist");
        } catch (CharacterCodingException e) {
            throw new UnreadableSecretException(path, "it is not UTF-8 text");
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableSecretException(path, e.getClass().getSimpleName());
        }
    }

    /** Thrown if the file of a placeholder cannot be read. */
    public static final class UnreadableSecretException extends RuntimeException {

        private final String path;

        UnreadableSecretException(String path, String reason) {
            super("the file of the placeholder {{file:" + path + "}} cannot be read: " + reason);
            this.path = path;
        }

        public String path() {
            return path;
        }
    }
}
