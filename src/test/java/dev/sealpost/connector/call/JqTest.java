package dev.sealpost.connector.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of jq expressions, and the message that a user reads if one fails. */
class JqTest {

    @Test
    void givesTheReasonOfTheExpressionItself() {
        assertThatThrownBy(() -> Jq.compile("error(\"the body has no sku\")").apply(ExactJson.object(), Map.of()))
                .isInstanceOf(JqException.class)
                .hasMessage("the body has no sku");
    }

    @Test
    void doesNotSeeTheEnvironmentOfTheNode() {
        assertThat(System.getenv()).isNotEmpty();
        assertThat(Jq.compile("[env, $ENV] | tojson")
                        .apply(ExactJson.object(), Map.of())
                        .asText())
                .isEqualTo("[{},{}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"infinite", "{a: [1e308 * 10]}", "[nan]", "1e308 * 10 | tojson", "1e308 * 10 | tostring"})
    void refusesANumberThatJsonCannotRepresent(String expression) {
        assertThatThrownBy(() -> Jq.compile(expression).apply(ExactJson.object(), Map.of()))
                .isInstanceOf(JqException.class)
                .hasMessageContaining("which JSON cannot represent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"def f: 1 + f; f", "reduce range(100000) as $i (null; [.])"})
    void refusesTooDeepARecursionOrResult(String expression) {
        assertThatThrownBy(() -> Jq.compile(expression).apply(ExactJson.object(), Map.of()))
                .isInstanceOf(JqException.class)
                .hasMessageEndingWith("its recursion or its result is too deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "0.123456789012345678", "12345678901234567890123", "1e400"})
    void keepsEveryDigitOfANumber(String number) {
        JsonNode body = ExactJson.read(("{\"n\":" + number + "}").getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        for (String expression :
                List.of(".n", ".n | tostring", ".n | tojson", "tojson | fromjson | .n", "\"\\(.n)\"")) {
            assertThat(new BigDecimal(ExactJson.text(Jq.compile(expression).apply(body, Map.of()))))
                    .as(expression)
                    .isEqualTo(new BigDecimal(number));
        }
    }

    @Test
    void namesTheExpressionForAnyOtherReason() {
        assertThatThrownBy(() ->
                        Jq.compile(".a | tonumber").apply(ExactJson.object().put("a", "x"), Map.of()))
                .isInstanceOf(JqException.class)
                .hasMessageStartingWith("jq .a | tonumber fails: ");
    }
}
