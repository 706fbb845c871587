package dev.sealpost.route.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fault 28: an unchanged number keeps every digit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExactNumbersTest {

    private static final List<String> PROGRAMS = List.of(
            ".",
            "{n: .n}",
            "[.n]",
            ".n",
            "tojson",
            "if .n then . else 0 end",
            "[.n, .n] | first",
            ".n | tostring",
            "tojson | fromjson");

    @AutoClose
    private final EventCamel app = new EventCamel();

    @BeforeAll
    void load() throws Exception {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < PROGRAMS.size(); i++) {
            file.append(route("jq-" + i, "transform: {expression: {jq: {expression: '" + PROGRAMS.get(i) + "'}}}"));
        }
        file.append(route("json", "unmarshal: {json: {}}", "marshal: {json: {}}"));
        file.append(route("json-twice", "unmarshal: {json: {}}", "transform: {expression: {jq: {expression: .}}}"));
        file.append(route(
                "json-tree",
                "unmarshal: {json: {unmarshalType: com.fasterxml.jackson.databind.JsonNode}}",
                "marshal: {json: {prettyPrint: true}}"));
        for (var end : Map.of("", "", "-text", "| tojson", "-tostring", "| .n | tostring")
                .entrySet()) {
            file.append(route(
                    "times-ten" + end.getKey(),
                    "transform: {expression: {jq: {expression: '{n: (.n * 10)}" + end.getValue()
                            + "', resultType: java.lang.String}}}"));
        }
        app.load("routes/numbers.camel.yaml", file.toString());
    }

    private static String route(String id, String... steps) {
        return "- route:\n    id: %s\n    from:\n      uri: direct:%s\n      steps:\n".formatted(id, id)
                + String.join(
                        "",
                        Stream.of(steps).map(step -> "        - " + step + "\n").toList());
    }

    private Exchange run(String route, Object body) {
        return app.camel
                .createFluentProducerTemplate()
                .to("direct:" + route)
                .withBody(body)
                .send();
    }

    private static Stream<Arguments> numbers() {
        return Stream.of(
                        "1.10",
                        "0.123456789012345678",
                        "12345678901234567.89",
                        "123456789012345678901234567890",
                        "-0.000000000000000000001",
                        "100",
                        "1.0",
                        "1e400",
                        "1.5E-400")
                .flatMap(number -> Stream.concat(
                                Stream.of("json", "json-twice", "json-tree"),
                                IntStream.range(0, PROGRAMS.size()).mapToObj(i -> "jq-" + i))
                        .map(route -> Arguments.of(route, number)));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void keepsEveryDigit(String route, String number) {
        for (Object body :
                List.of("{\"n\": " + number + "}", ("{\"n\": " + number + "}").getBytes(StandardCharsets.UTF_8))) {
            Exchange exchange = run(route, body);

            assertThat(exchange.getException()).isNull();
            String text = exchange.getMessage().getBody(String.class);
            String found = text.replaceAll("[^0-9.eE+-]", "").replaceFirst("^(\\[)", "");
            BigDecimal exact = new BigDecimal(number);
            assertThat(new BigDecimal(found)).as(text).isEqualTo(exact);
            assertThat(text).doesNotContain("Infinity");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"times-ten", "times-ten-text", "times-ten-tostring"})
    void refusesANumberBeyondTheRangeOfArithmetic(String route) {
        assertThat(run(route, "{\"n\": 1.5}").getMessage().getBody(String.class))
                .contains("15");

        Exchange exchange = run(route, "{\"n\": 1e400}");

        assertThat(exchange.getException()).hasStackTraceContaining("the number Infinity, which JSON cannot represent");
    }
}
