package dev.sealpost.route.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.delivery.FailureText;
import dev.sealpost.log.SecretValues;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretPlaceholderTest {

    private final CamelContext camel = new DefaultCamelContext();

    private String resolve(String text) {
        SecretPlaceholder.register(camel);
        return camel.resolvePropertyPlaceholders(text);
    }

    @Test
    void readsTheTrimmedContentOfAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "s3cret-of-a-file\n");

        assertThat(resolve("a {{file:" + file + "}} b")).isEqualTo("a s3cret-of-a-file b");
    }

    @Test
    void readsAnEnvironmentVariable() {
        assertThat(resolve("{{env:PATH}}")).isEqualTo(System.getenv("PATH"));
        assertThat(resolve("{{env:NO_SUCH_VARIABLE_HERE:other}}")).isEqualTo("other");
    }

    @Test
    void reportsAMissingFile() {
        assertThatThrownBy(() -> resolve("{{file:/no/such/secret}}")).hasStackTraceContaining("/no/such/secret");
    }

    @Test
    void masksALongSecretThatContainsAShorterOne() {
        SecretValues.add("part-of-both");
        SecretValues.add("this-part-of-both-and-more");

        assertThat(SecretValues.mask("it is this-part-of-both-and-more")).isEqualTo("it is …");
    }

    @Test
    void isMaskedInTexts(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "quite-another-secret");
        resolve("{{file:" + file + "}}");

        assertThat(FailureText.of(new IllegalStateException("no answer to quite-another-secret from 127.0.0.1")))
                .isEqualTo("IllegalStateException: no answer to … from 127.0.0.1");
    }
}
