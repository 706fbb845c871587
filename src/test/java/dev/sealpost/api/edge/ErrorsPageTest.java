package dev.sealpost.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/api/errors.md} has every code that the sources answer with, and no other. */
class ErrorsPageTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");

    /** A status, a problem or a wait, and the code behind it. */
    private static final Pattern CODE = Pattern.compile(
            "(?:HttpStatus\\.\\w+,|Problem\\.of\\(|new Problem\\(|throw problem\\(|tooMany\\([^\"]*|later\\([^\"]*)\\s*\"([a-z_]+)\"");

    /** Codes that are the names of statuses, as Spring answers them. */
    private static final Set<String> OF_STATUSES = Set.of("not_acceptable", "method_not_allowed", "bad_request");

    @Test
    void listsEveryCode() throws IOException {
        Set<String> answered = new TreeSet<>(OF_STATUSES);
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/sealpost/api"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                answered.addAll(codes(CODE, Files.readString(file)));
            }
        }
        answered.remove("error"); // of a status that nobody knows

        assertThat(codes(ROW, Files.readString(Path.of("docs/api/errors.md"))))
                .hasSizeGreaterThan(20)
                .isEqualTo(answered);
    }

    private static Set<String> codes(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
