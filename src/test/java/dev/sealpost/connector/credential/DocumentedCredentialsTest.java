package dev.sealpost.connector.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Credentials that the pages show: a person who copies one gets a credential that works. */
class DocumentedCredentialsTest {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```yaml\\n(.*?)^ *```");
    private static final Pattern CREDENTIALS =
            Pattern.compile("(?m)\\A\\s*(# config/credentials.yaml\\n\\s*)?[a-z0-9-]+:.*\\n\\s+kind: ");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)}");
    private static final Pattern FILE = Pattern.compile("\\$\\{file:(?:/run/secrets/)?([a-z.-]+)}");

    @TempDir
    private Path folder = Path.of("set by JUnit");

    @ParameterizedTest
    @MethodSource("examples")
    void canBeUsedAsTheyAre(Example example) {
        CredentialHome home = new CredentialHome(folder);
        VARIABLE.matcher(example.yaml())
                .results()
                .forEach(variable -> home.variable(variable.group(1), value(variable)));
        FILE.matcher(example.yaml()).results().forEach(file -> home.write(file.group(1), content(file.group(1))));

        CredentialFile read = home.credentials(FILE.matcher(example.yaml()).replaceAll("\\${file:$1}"))
                .read();

        assertThat(read.problems()).isEmpty();
        assertThat(read.unset()).isEmpty();
        assertThat(read.warnings()).isEmpty();
        assertThat(read.names()).isNotEmpty();
    }

    @Test
    void areOnManyPages() throws IOException {
        assertThat(examples().map(Example::page).distinct()).hasSizeGreaterThan(40);
    }

    private static String value(MatchResult variable) {
        return variable.group(1).endsWith("_URL") ? "https://vendor.example/hook" : "value-of-" + variable.group(1);
    }

    private static String content(String file) {
        if (file.endsWith(".json")) {
            return """
                    {"client_email":"bot@project.iam.example","private_key":"%s","private_key_id":"k1",
                     "token_uri":"https://vendor.example/token"}""".formatted(TestKeys.pem());
        }
        if (file.contains("certificate")) {
            return TestKeys.certificate().replace("\\n", "\n");
        }
        return file.endsWith(".pem") ? TestKeys.pem().replace("\\n", "\n") : "secret-of-a-file";
    }

    /** A block of a page. */
    private record Example(Path page, String yaml) {

        @Override
        public String toString() {
            return page.toString();
        }
    }

    static Stream<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (String place : List.of("connectors", "routes/examples", "docs/credentials.md")) {
            try (Stream<Path> files = Files.walk(Path.of(place))) {
                for (Path page : files.filter(file -> file.toString().endsWith(".md"))
                        .sorted()
                        .toList()) {
                    BLOCK.matcher(Files.readString(page))
                            .results()
                            .map(block -> block.group(2).replaceAll("(?m)^" + block.group(1), ""))
                            .filter(yaml -> CREDENTIALS.matcher(yaml).find())
                            .forEach(yaml -> examples.add(new Example(page, yaml)));
                }
            }
        }
        return examples.stream();
    }
}
