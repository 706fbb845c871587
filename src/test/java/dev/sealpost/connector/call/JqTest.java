package dev.sealpost.connector.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a user reads if an expression fails. */
class JqTest {

    @Test
    void givesTheReasonOfTheExpressionItself() {
        assertThatThrownBy(() -> Jq.compile("error(\"the body has no sku\")").apply(Json.object(), Map.of()))
                .isInstanceOf(JqException.class)
                .hasMessage("the body has no sku");
    }

    @Test
    void doesNotSeeTheEnvironmentOfTheNode() {
        assertThat(System.getenv()).isNotEmpty();
        assertThat(Jq.compile("[env, $ENV] | tojson")
                        .apply(Json.object(), Map.of())
                        .asText())
                .isEqualTo("[{},{}]");
    }

    @Test
    void namesTheExpressionForAnyOtherReason() {
        assertThatThrownBy(() -> Jq.compile(".a | tonumber").apply(Json.object().put("a", "x"), Map.of()))
                .isInstanceOf(JqException.class)
                .hasMessageStartingWith("jq .a | tonumber fails: ");
    }
}
