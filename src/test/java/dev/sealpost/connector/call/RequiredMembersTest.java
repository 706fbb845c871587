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

/** Required members that a parameter names, and the key that all requests of a call share. */
class RequiredMembersTest {

    private static final String CONNECTOR = """
            metadata: {name: acme-record-sink}
            spec:
              definition:
                properties:
                  field: {title: Field, type: string}
              call:
                requires: ['/{field}']
                repeat: harmless
                requests:
                  - {id: first, method: GET, url: '{baseUrl}/first', query: {call: '{$call}', key: '{$key}'}}
                  - {id: second, method: GET, url: '{baseUrl}/second', query: {call: '{$call}', key: '{$key}'}}
            """;

    private final List<VendorRequest> sent = new ArrayList<>();

    @Test
    void memberThatAParameterNamesIsRequired() {
        assertThatThrownBy(() -> call("Code__c", "{\"Name\": \"Acme\"}", "1"))
                .hasMessageContaining("the body has no /Code__c");
        assertThat(sent).isEmpty();

        call("Name", "{\"Name\": \"Acme\"}", "1");
        assertThat(sent).hasSize(2);
    }

    @Test
    void allRequestsOfACallShareItsKey() {
        call("Name", "{\"Name\": \"Acme\"}", "1");
        call("Name", "{\"Name\": \"Acme\"}", "1");
        call("Name", "{\"Name\": \"Acme\"}", "2");

        List<String> calls =
                sent.stream().map(request -> value(request, "call")).toList();
        assertThat(calls.subList(0, 4)).containsOnly(calls.getFirst());
        assertThat(calls.subList(4, 6)).containsOnly(calls.get(4)).doesNotContain(calls.getFirst());
        assertThat(sent.stream().map(request -> value(request, "key")).distinct())
                .hasSize(4);
    }

    private static String value(VendorRequest request, String parameter) {
        return request.url().replaceAll(".*[?&]" + parameter + "=([^&]*).*", "$1");
    }

    private void call(String field, String body, String operation) {
        MakeCall.Surroundings node = new MakeCall.Surroundings(
                request -> {
                    sent.add(request);
                    return new VendorAnswer(200, Map.of(), new byte[0]);
                },
                CredentialLimits.none(),
                CallLocks.none(),
                Clock.systemUTC());
        Map<String, JsonNode> parameters =
                Map.of("field", TextNode.valueOf(field), "baseUrl", TextNode.valueOf("https://acme.example"));
        JsonNode json = ExactJson.read(body.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        new MakeCall("acme-record-sink", ReadConnector.read(CONNECTOR).call().orElseThrow(), node)
                .call(new CallInput(
                        json, parameters, Optional.empty(), ExactJson.object(), operation, NullNode.getInstance()));
    }
}
