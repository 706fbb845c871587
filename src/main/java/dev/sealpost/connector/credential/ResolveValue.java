package dev.sealpost.connector.credential;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves values of the form {@code ${NAME}} and {@code ${file:/path}}, and remembers the files. */
final class ResolveValue {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^{}]*)}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String FILE = "file:";
    private static final long MAX_BYTES = 64L * 1024;

    private final Path home;
    private final Function<String, @Nullable String> environment;
    private final Set<Path> files = new TreeSet<>();

    /** @param home folder at which relative paths begin */
    ResolveValue(Path home, Function<String, @Nullable String> environment) {
        this.home = home;
        this.environment = environment;
    }

    /** Thrown if a value cannot be resolved. */
    static class UnresolvedException extends Exception {

        private final String remedy;

        UnresolvedException(String reason, String remedy) {
            super(reason);
            this.remedy = remedy;
        }

        String reason() {
            return String.valueOf(getMessage());
        }

        String remedy() {
            return remedy;
        }
    }

    /** Thrown if an environment variable is not set: the credential is not set up yet. */
    static final class UnsetException extends UnresolvedException {

        UnsetException(String reason, String remedy) {
            super(reason, remedy);
        }
    }

    static boolean isPlaceholder(String value) {
        return PLACEHOLDER.matcher(value).matches();
    }

    String resolve(String value) throws UnresolvedException {
        Matcher whole = PLACEHOLDER.matcher(value);
        if (whole.matches()) {
            String name = whole.group(1);
            return name.startsWith(FILE) ? file(name.substring(FILE.length())) : variable(name);
        }
        if (value.contains("${")) {
            throw new UnresolvedException(
                    "a placeholder must be the whole value", "write ${NAME} or ${file:/path} and nothing beside it");
        }
        return value;
    }

    /** Returns the files that were asked for, including those that do not exist. */
    Set<Path> files() {
        return files;
    }

    private String variable(String name) throws UnresolvedException {
        if (!VARIABLE.matcher(name).matches()) {
            throw new UnresolvedException(
                    "${" + name + "} is no environment variable", "write ${NAME} or ${file:/path}");
        }
        String value = environment.apply(name);
        if (value == null || value.isBlank()) {
            throw new UnsetException(
                    "the environment variable " + name + " is " + (value == null ? "not set" : "empty"),
                    "set it for the process of the node and restart it, or write ${file:/path}");
        }
        return value.strip();
    }

    private String file(String name) throws UnresolvedException {
        try {
            Path file = home.resolve(name).toAbsolutePath().normalize();
            files.add(file);
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw unreadable(name, "it is not a regular file"); // reading a pipe would block
            }
            if (Files.size(file) > MAX_BYTES) {
                throw unreadable(name, "it is larger than 64 KiB");
            }
            String content = Files.readString(file).strip();
            if (content.isEmpty()) {
                throw unreadable(name, "it is empty");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw unreadable(name, "it does not exist");
        } catch (CharacterCodingException e) {
            throw unreadable(name, "it is not UTF-8 text");
        } catch (IOException | InvalidPathException e) {
            throw unreadable(name, e.getClass().getSimpleName());
        }
    }

    private static UnresolvedException unreadable(String name, String reason) {
        return new UnresolvedException(
                "the file " + name + " cannot be read: " + reason,
                "write the secret into the file, and let the user of the node read it");
    }
}
