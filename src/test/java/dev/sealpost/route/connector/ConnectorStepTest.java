package dev.sealpost.route.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.connector.VendorRequest;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Throttled;
import dev.sealpost.delivery.ReceiverFailure;
import dev.sealpost.route.VendorServer;
import dev.sealpost.route.camel.EventCamel;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connector as a step of a route. */
class ConnectorStepTest {

    private static final String CALL = "- to: {uri: 'connector:acme-person?credential=acme&team=red'}";
    private static final String URI = "connector:acme-person?credential=acme&team=red";
    private static final String ADA = "{\"email\": \"ada@example.com\", \"name\": \"Ada\"}";

    /** Headers with which a publisher could redirect the call, including its secret. */
    private static final Map<String, Object> REDIRECTING = Map.of(
            "CamelHttpUri", "http://127.0.0.1:9/elsewhere",
            "CamelHttpPath", "/elsewhere",
            "CamelHttpQuery", "elsewhere=1",
            "CamelHttpMethod", "DELETE",
            "Host", "elsewhere.example.com",
            "X-Ours", "leak",
            "X-Key", "theirs");

    private ConnectorCamel rig;

    @BeforeEach
    void start(@TempDir Path home) throws Exception {
        rig = new ConnectorCamel(home);
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private AttemptOutcome failure(Object body) {
        Exception exception = rig.send(body).getException();
        assertThat(exception).isInstanceOf(ReceiverFailure.class);
        return ((ReceiverFailure) exception).outcome();
    }

    private List<String> keys() {
        return rig.vendor.calls().stream()
                .map(call -> call.headers().get("Idempotency-Key"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CALL,
                "- to: {uri: 'connector:acme-person-sink', parameters: {credential: acme, team: red}}",
                "- to: {uri: 'kamelet:acme-person-sink?credential=acme&team=red'}",
                "- toD: {uri: 'connector:acme-person?credential=acme&team=${header.team}'}"
            })
    void sendsTheDeclaredRequestAndNothingElse(String step) throws Exception {
        rig.route(step);
        Map<String, Object> headers = new HashMap<>(REDIRECTING);
        headers.put("team", "red");

        Exchange after = rig.send(ADA, headers);

        assertThat(after.getException()).isNull();
        VendorServer.Call call = rig.vendor.calls().getFirst();
        assertThat(call.method() + " " + call.uri()).isEqualTo("PUT /teams/red/people/ada%40example.com");
        assertThat(call.body()).isEqualTo("{\"name\":\"Ada\",\"limit\":5}");
        assertThat(call.headers())
                .containsEntry("X-Key", ConnectorCamel.SECRET)
                .doesNotContainKeys("X-Ours", "SealpostEventId", "team");
        assertThat(call.headers().get("Host")).startsWith("127.0.0.1:");
    }

    @Test
    void previewsTheRequestWithoutItsSecret() throws Exception {
        rig.connector(ConnectorCamel.PERSON
                .replace("/teams/{team}/", "/teams/{$credential.tenant}/")
                .replace("{header: X-Key}", "{template: true}")
                .replace("headers: {", "headers: {X-Key: '{$secret}', "));
        Exchange exchange = rig.camel.getEndpoint("direct:in").createExchange();
        exchange.getMessage().setBody(ADA);

        VendorRequest request = ((ConnectorProducer) rig.camel.getEndpoint(URI).createProducer()).preview(exchange);

        assertThat(request.url()).isEqualTo("…/teams/t-1/people/ada%40example.com");
        assertThat(request.headers()).containsEntry("X-Key", "…");
        assertThat(rig.vendor.calls()).isEmpty();
    }

    @Test
    void leavesTheHeadersOfTheRouteAndAddsNoneOfTheVendor() throws Exception {
        rig.route(CALL);
        rig.vendor.answers(200, "X-Theirs", "1", "{\"id\": 7}");

        Exchange after = rig.send(ADA, Map.of("X-Ours", "1"));

        assertThat(after.getMessage().getHeaders()).containsOnlyKeys("SealpostEventId", "X-Ours");
        assertThat(after.getMessage().getBody()).isEqualTo("{\"id\": 7}");
    }

    @Test
    void hasOneKeyForEachPartAndTheSameKeysOnARepeat() throws Exception {
        rig.route("- split: {expression: {jq: {expression: '.[]'}}, steps: [" + CALL.substring(2) + "]}\n" + CALL);
        // The same person twice: two lines of an order can name the same item.
        String twice = "[" + ADA + "," + ADA + "]";

        rig.send(twice);
        List<String> first = keys();
        rig.send(twice);

        assertThat(first).hasSize(2).doesNotHaveDuplicates();
        assertThat(keys().subList(2, 4)).isEqualTo(first);
    }

    @Test
    void hasAnotherKeyForEachStepAndEvent() throws Exception {
        rig.route(CALL + "\n- setBody: {constant: '" + ADA + "'}\n" + CALL);

        rig.send(ADA);
        rig.send(ADA, Map.of("SealpostEventId", "msg_another"));

        assertThat(keys()).hasSize(4).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- to: {uri: direct:send}\n- setBody: {constant: BODY}\n- to: {uri: direct:send}",
                "- to: {uri: KAMELET}\n- setBody: {constant: BODY}\n- to: {uri: KAMELET}",
                "- enrich: {constant: direct:send}\n- setBody: {constant: BODY}\n- to: {uri: direct:send}",
                "- recipientList: {constant: CONNECTOR}\n- setBody: {constant: BODY}\n- recipientList: {constant: CONNECTOR}",
                "- split: {expression: {constant: a}, steps: [setBody: {constant: BODY}, to: {uri: CONNECTOR}]}\n"
                        + "- split: {expression: {constant: a}, steps: [setBody: {constant: BODY}, to: {uri: CONNECTOR}]}",
                "- routingSlip: {constant: 'CONNECTOR,CONNECTOR&limit=6'}"
            })
    void hasAnotherKeyForEachCallOfOneStep(String steps) throws Exception {
        rig.app.load("routes/send.camel.yaml", """
                - route:
                    id: send
                    from:
                      uri: direct:send
                      steps:
                """ + CALL.indent(12));
        rig.vendor.answers(200, ADA);
        rig.route(steps.replace("BODY", "'" + ADA + "'")
                .replace("KAMELET", "'kamelet:acme-person-sink?credential=acme&team=red'")
                .replace("CONNECTOR", steps.contains("Slip") ? URI : "'" + URI + "'"));

        assertThat(rig.send(ADA).getException()).isNull();
        List<String> first = keys();
        assertThat(rig.send(ADA).getException()).isNull();

        assertThat(first).hasSize(2).doesNotHaveDuplicates();
        assertThat(keys().subList(2, 4)).isEqualTo(first);
    }

    @Test
    void repeatsWithTheSameKeyWhenTheRouteRemovesTheHeaders() throws Exception {
        rig.app.load("routes/under-test.camel.yaml", """
                - route:
                    id: under-test
                    from:
                      uri: event:person.*
                      steps:
                        - removeHeaders: {pattern: '*'}
                        - setBody: {constant: '%s'}
                """.formatted(ADA) + CALL.indent(8));

        rig.app.attempt("under-test", EventCamel.anEvent("msg_1"));
        rig.app.attempt("under-test", EventCamel.anEvent("msg_1"));
        rig.app.attempt("under-test", EventCamel.anEvent("msg_2"));

        assertThat(keys()).hasSize(3);
        assertThat(keys().get(1)).isEqualTo(keys().get(0)).isNotEqualTo(keys().get(2));
    }

    @Test
    void repeatsWithTheSameKeyWhenTheProducerIsNotKept() throws Exception {
        rig.vendor.answers(503, "{}");
        rig.app.load("routes/under-test.camel.yaml", """
                - route:
                    id: under-test
                    errorHandler:
                      defaultErrorHandler: {redeliveryPolicy: {maximumRedeliveries: 2, redeliveryDelay: 1}}
                    from:
                      uri: direct:in
                      steps:
                        - toD: {uri: '%s', cacheSize: -1}
                """.formatted(URI));

        rig.send(ADA);

        assertThat(keys()).hasSize(3);
        assertThat(Set.copyOf(keys())).hasSize(1);
    }

    @Test
    void repeatsWithTheSameKeyWhenTheRouteRetriesTheStep() throws Exception {
        rig.vendor.answers(503, "{}");
        rig.app.load("routes/under-test.camel.yaml", """
                - route:
                    id: under-test
                    errorHandler:
                      defaultErrorHandler: {redeliveryPolicy: {maximumRedeliveries: 2, redeliveryDelay: 1}}
                    from:
                      uri: direct:in
                      steps:
                """ + CALL.indent(12));

        rig.send(ADA);

        assertThat(keys()).hasSize(3);
        assertThat(Set.copyOf(keys())).hasSize(1);
    }

    @Test
    void pausesTheCredentialForAllRoutes() throws Exception {
        rig.route(CALL);
        rig.vendor.answers(429, "Retry-After", "17", "{}");

        assertThat(failure(ADA)).isEqualTo(new Throttled(Optional.of(Duration.ofSeconds(17))));
        assertThat(failure(ADA)).isEqualTo(new Throttled(Optional.of(Duration.ofSeconds(17))));
        assertThat(rig.vendor.calls()).as("the second call was not made").hasSize(1);
    }

    @Test
    void namesTheMemberThatTheBodyLacks() throws Exception {
        rig.route(CALL);

        assertThat(failure("{\"name\": \"Ada\"}"))
                .isEqualTo(new Failed(
                        "acme-person-sink: the body has no /email; set it in a step before the connector", true));
        assertThat(rig.vendor.calls()).isEmpty();
    }

    @Test
    void sendsABodyThatIsAListOrAMap() throws Exception {
        rig.connector(ConnectorCamel.PERSON
                .replace("    requires: [/email]\n", "")
                .replace("/{.email}", "")
                .replace("'{name, limit: $limit}'", "."));
        rig.route(CALL);

        rig.send(List.of(Map.of("name", "Ada"), 7));

        assertThat(rig.vendor.calls().getFirst().body()).isEqualTo("[{\"name\":\"Ada\"},7]");
    }

    @Test
    void refusesABodyThatCannotBeJson() throws Exception {
        rig.route(CALL);

        assertThat(failure(new Object()))
                .isEqualTo(new Failed(
                        "acme-person-sink: the body is not JSON; convert it in a step before the connector", true));
    }

    @Test
    void refusesABodyThatIsNotJson() throws Exception {
        rig.route(CALL);

        assertThat(failure("<order/>"))
                .isEqualTo(new Failed(
                        "acme-person-sink: the body is not JSON; convert it in a step before the connector", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void refusesASegmentThatWouldChangeThePath(String email) throws Exception {
        rig.route(CALL);

        assertThat(failure("{\"name\": \"Ada\", \"email\": \"" + email + "\"}"))
                .isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.isFinal()).isTrue();
                    assertThat(failed.reason()).contains("{.email}");
                });
        assertThat(rig.vendor.calls()).isEmpty();
    }

    @Test
    void waitsForAnotherCallOnTheSameRecord() throws Exception {
        rig.connector(ConnectorCamel.PERSON.replace("    requires:", "    lock: '{.email}'\n    requires:"));
        rig.route(CALL);
        rig.locked.add("acme-person-sink ada@example.com");

        assertThat(failure(ADA)).isEqualTo(new Throttled(Optional.of(Duration.ofSeconds(1))));

        rig.locked.clear();
        assertThat(rig.send(ADA).getException()).isNull();
        assertThat(rig.locked).as("released").isEmpty();
    }

    @Test
    void isUnreachableForConditionsOfTheRoute() throws Exception {
        rig.route(CALL);
        rig.vendor.close();

        Exception failure = rig.send(ADA).getException();

        assertThat(((ReceiverFailure) failure).outcome()).isInstanceOf(AttemptOutcome.Unreachable.class);
        assertThat(failure).hasRootCauseInstanceOf(ConnectException.class);
    }

    @Test
    void keepsTheSecretOutOfEndpointsAndReasons() throws Exception {
        rig.route(CALL);
        rig.vendor.answers(400, "{\"message\": \"bad key " + ConnectorCamel.SECRET + "\"}");

        assertThat(failure(ADA).toString()).doesNotContain(ConnectorCamel.SECRET);
        assertThat(rig.camel.getEndpoints())
                .extracting(Endpoint::getEndpointUri)
                .noneMatch(uri -> uri.contains(ConnectorCamel.SECRET));
    }
}
