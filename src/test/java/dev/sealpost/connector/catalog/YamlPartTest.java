package dev.sealpost.connector.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON values in YAML. */
class YamlPartTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "'''1''', '\"1\"'",
        "12345678901234567890, 12345678901234567890",
        "-1.50, -1.50",
        "true, true",
        "null, null",
        "0x1F, '\"0x1F\"'"
    })
    void readsAValueAsJson(String yaml, String json) {
        assertThat(YamlPart.of("value: " + yaml).required("value").json()).hasToString(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {".nan", ".inf", "-.inf"})
    void refusesANumberThatJsonCannotContain(String number) {
        assertThatThrownBy(() -> YamlPart.of("value: " + number).json())
                .isInstanceOfSatisfying(
                        ConnectorFileException.class,
                        e -> assertThat(e.column()).isEqualTo(8))
                .hasMessage("value must be a number that JSON can represent");
    }

    @Test
    void refusesAFileThatIsNotYaml() {
        assertThatThrownBy(() -> YamlPart.of("a: [")).hasMessageStartingWith("not YAML: ");
        assertThatThrownBy(() -> YamlPart.of("# nothing")).hasMessage("the file is empty");
    }
}
