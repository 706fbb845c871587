package dev.sealpost.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refuses a page that names a log key which the log does not have: an operator would search for it in vain. */
class LogKeysTest {

    private static final Pattern LOGGED = Pattern.compile("\"([a-z-]+\\.[a-z-]+)(?: [a-zA-Z]+=|\"[,);])");
    private static final Pattern NAMED = Pattern.compile("`([a-z-]+\\.[a-z-]+)[ `]");

    @ParameterizedTest
    @CsvSource({"operations, 15", "cluster, 0", "credentials, 1", "sync, 2"})
    void everyLogKeyOfAPageIsLogged(String page, int more) throws IOException {
        Set<String> logged = keys(LOGGED, Path.of("src/main/java"));
        Set<String> prefixes = logged.stream().map(LogKeysTest::prefix).collect(Collectors.toSet());

        Set<String> named = keys(NAMED, Path.of("docs", page + ".md"));
        named.removeIf(key -> !prefixes.contains(prefix(key)));

        assertThat(named).hasSizeGreaterThan(more).isSubsetOf(logged);
    }

    private static String prefix(String key) {
        return key.substring(0, key.indexOf('.'));
    }

    private static Set<String> keys(Pattern pattern, Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile)
                    .flatMap(file -> pattern.matcher(read(file)).results())
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
