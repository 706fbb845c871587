package dev.sealpost.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.DataDirectoryInUseException;
import dev.sealpost.source.webhook.SourceParts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

class StartFailureAnalyzerTest {

    private final StartFailureAnalyzer analyzer = new StartFailureAnalyzer();

    @Test
    void namesTheDataDirectoryThatAnotherProcessHas(@TempDir Path folder) {
        try (DataDirectory first = DataDirectory.open(folder)) {
            RuntimeException failure = openAgain(first.path());

            String message = describe(new IllegalStateException("bean failed", failure));

            assertThat(message).isEqualTo(failure.getMessage()).contains(folder.toString(), "SEALPOST_DATA");
        }
    }

    @Test
    void namesThePortThatIsInUse() {
        String message = describe(new IllegalStateException(new PortInUseException(8080)));

        assertThat(message).contains("8080", "SERVER_PORT").doesNotContain("\n");
    }

    @Test
    void namesTheKeyOfASourceThatIsWrong() {
        RuntimeException failure = SourceParts.failureOfASourceWithoutSecrets();

        String message = describe(new IllegalStateException("bean failed", failure));

        assertThat(message).isEqualTo(failure.getMessage()).startsWith("sealpost.sources.github.secrets: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:\n  b: [}", "a: b: c", "a: \tb\n\tc: d", "a: \"x", "a: *nobody", "? [\n"})
    void namesTheLineOfABrokenFile(String text) {
        Exception failure = catchException(() -> new YamlPropertySourceLoader()
                .load("config", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8))));

        assertThat(describe(new IllegalStateException(failure)))
                .startsWith("A file of the configuration")
                .contains("application.yaml", " at line ");
    }

    @Test
    void leavesOtherFailuresToOthers() {
        assertThat(analyzer.analyze(new IllegalStateException("something else")))
                .isNull();
    }

    @Test
    void isFoundBySpringBoot() {
        FailureHandler othersNeedABeanFactory = (type, name, failure) -> {};

        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(FailureAnalyzer.class, othersNeedABeanFactory))
                .hasAtLeastOneElementOfType(StartFailureAnalyzer.class);
    }

    private String describe(Throwable failure) {
        return Objects.requireNonNull(analyzer.analyze(failure)).getDescription();
    }

    private static RuntimeException openAgain(Path folder) {
        try (DataDirectory second = DataDirectory.open(folder)) {
            throw new AssertionError("opened twice: " + second.path());
        } catch (DataDirectoryInUseException e) {
            return e;
        }
    }
}
