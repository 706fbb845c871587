package dev.sealpost.connector.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sealpost.connector.VendorAnswer;
import dev.sealpost.connector.VendorRequest;
import dev.sealpost.connector.catalog.ReadConnector;
import dev.sealpost.connector.limit.CallLocks;
import dev.sealpost.connector.limit.CredentialLimits;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Fields whose names only the event or a parameter knows. */
class RequestFieldsTest {

    private static final String CONNECTOR = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata: {name: acme-record-sink}
            spec:
              definition:
                properties:
                  more: {type: string}
                  baseUrl: {type: string}
              call:
                repeat: harmless
                headers: '$more | fromjson'
                requests:
                  - method: POST
                    url: /records
                    query: '.query'
                    form: '.form'
            """;

    private final List<VendorRequest> sent = new ArrayList<>();

    @Test
    void computesNamesAndValues() {
        call("{\"X-Tenant\": \"acme\"}", "{\"query\": {\"a b\": 1, \"c\": null}, \"form\": {\"x[y]\": \"z&\"}}");

        assertThat(sent).singleElement().satisfies(request -> {
            assertThat(request.url()).isEqualTo("https://acme.example/records?a+b=1");
            assertThat(request.headers()).containsEntry("X-Tenant", "acme");
            assertThat(request.body())
                    .hasValueSatisfying(body -> assertThat(body).asString().isEqualTo("x%5By%5D=z%26"));
        });
    }

    @Test
    void keepsNumbersExact() {
        call("{}", "{\"query\": {\"a\": 1.10, \"b\": 9007199254740993, \"c\": 12345678901234567890123}}");

        assertThat(sent.getFirst().url())
                .isEqualTo("https://acme.example/records?a=1.10&b=9007199254740993&c=12345678901234567890123");
    }

    @Test
    void leavesOutWhatIsNull() {
        call("{\"X-Tenant\": null}", "{}");

        assertThat(sent).singleElement().satisfies(request -> {
            assertThat(request.url()).isEqualTo("https://acme.example/records");
            assertThat(request.headers()).doesNotContainKey("X-Tenant");
        });
    }

    @Test
    void refusesFieldsThatAreNoObject() {
        assertThatThrownBy(() -> call("{}", "{\"query\": 7}")).hasMessageContaining("must be an object, but are 7");
        assertThat(sent).isEmpty();
    }

    @Test
    void refusesHeadersThatWouldChangeTheConnectionOrTheRequest() {
        for (String name : List.of("Host", "transfer-encoding", "X: 1\\r\\nY", "")) {
            assertThatThrownBy(() -> call("{\"" + name + "\": \"1\"}", "{}")).hasMessageContaining("cannot be set");
        }
        assertThatThrownBy(() -> call("{\"X-Tenant\": \"a\\nb\"}", "{}")).hasMessageContaining("control character");
        assertThat(sent).isEmpty();
    }

    private void call(String more, String body) {
        MakeCall.Surroundings node = new MakeCall.Surroundings(
                request -> {
                    sent.add(request);
                    return new VendorAnswer(200, Map.of(), new byte[0]);
                },
                CredentialLimits.none(),
                CallLocks.none(),
                Clock.systemUTC());
        Map<String, JsonNode> parameters =
                Map.of("more", TextNode.valueOf(more), "baseUrl", TextNode.valueOf("https://acme.example"));
        JsonNode json = ExactJson.read(body.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        new MakeCall("acme-record-sink", ReadConnector.read(CONNECTOR).call().orElseThrow(), node)
                .call(new CallInput(
                        json, parameters, Optional.empty(), ExactJson.object(), "event", NullNode.getInstance()));
    }
}
