package dev.sealpost.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Violation;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Untrusted files become a bundle only if every node can write them below one folder. */
class BundleTest {

    private static final String ROUTE = "routes/a.camel.yaml";

    private static void assertRefused(String file, String content, String reason) {
        assertThatThrownBy(() -> Bundle.of(Map.of(ROUTE, "x", file, content)))
                .isInstanceOfSatisfying(
                        InvalidFieldsException.class,
                        refused -> assertThat(refused.violations())
                                .singleElement()
                                .satisfies(violation -> {
                                    assertThat(violation.pointer()).isEqualTo(Violation.pointer("/files", file));
                                    assertThat(violation.message()).contains(reason);
                                }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "routes/../a.camel.yaml",
                "routes/..",
                "../routes/a.camel.yaml",
                "/routes/a.camel.yaml",
                "routes//a.camel.yaml",
                "routes/",
                "routes/a\\..\\b",
                "routes/.hidden",
                "config/credentials.yaml",
                "config/../config/sources.yaml",
                "C:/routes/a.camel.yaml",
                "routes/a\n.camel.yaml"
            })
    void refusesNamesOutsideItsFolders(String file) {
        assertRefused(file, "x", "a deployment contains files in routes/ and connectors/");
    }

    @Test
    void refusesAFileInAFileOfTheDeployment() {
        assertRefused(ROUTE + "/deep/b.camel.yaml", "x", "is a file");
    }

    @Test
    void refusesWhatIsTooLargeOrNoText() {
        assertRefused("routes/b", "\0", "the file is not a text");
        assertRefused("routes/b", "x".repeat(1024 * 1024 + 1), "the file is larger than 1 MiB");
    }
}
