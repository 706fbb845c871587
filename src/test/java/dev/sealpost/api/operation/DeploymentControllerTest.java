package dev.sealpost.api.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests about deployments, right and wrong. */
class DeploymentControllerTest extends ApiTestBase {

    private static final String GOOD = """
            {"files": {"routes/a.camel.yaml": "- route:\\n    id: deployed\\n    from:\\n      uri: event:x\\n      steps:\\n        - log:\\n            message: a\\n",
                       "routes/webhook-delivery.camel.yaml": "- route:\\n    id: webhook-delivery\\n    from:\\n      uri: direct:webhook-delivery\\n      steps:\\n        - log:\\n            message: a\\n",
                       "connectors/README.md": "none"}, "by": "anna", "note": "first"}
            """;

    @Test
    void deploysShowsAndActivatesAgain() {
        Answer deployed = api.post("/deployment", GOOD);

        assertThat(deployed.status()).as(deployed.body()).isEqualTo(201);
        String version = deployed.text("/version");
        assertThat(deployed.text("/by")).isEqualTo("anna");
        assertThat(deployed.text("/note")).isEqualTo("first");
        assertThat(deployed.json().at("/files")).hasSize(3);
        assertThat(api.get("/deployment/" + version + "/files")
                        .json()
                        .at("/files/connectors~1README.md")
                        .asText())
                .isEqualTo("none");
        assertThat(api.get("/deployment").json().at("/data/0/active").asBoolean())
                .isTrue();

        assertThat(api.post("/deployment/0/activate", "{}").text("/active")).isEqualTo("true");
        assertThat(api.get("/deployment").json().at("/data/0/active").asBoolean())
                .isFalse();
        assertThat(api.post("/deployment/" + version + "/activate", "{}").text("/active"))
                .isEqualTo("true");
        api.post("/deployment/0/activate", "{}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                           | /files                       | this member is required
            {"files": []}                                                | /files                       | an object of strings
            {"files": {}}                                                | /files                       | no file in routes/
            {"files": {"routes/a.camel.yaml": 1}}                        | /files/routes~1a.camel.yaml                       | a string is expected
            {"files": {"routes/../../etc/x.camel.yaml": "a"}}            | /files/routes~1..~1..~1etc~1x.camel.yaml | a deployment contains files in
            {"files": {"routes/.hidden": "a"}}                           | /files/routes~1.hidden       | a deployment contains files in
            {"files": {"routes/a.camel.yaml": "a\\u0000"}}               | /files/routes~1a.camel.yaml  | not a text
            {"files": {"routes/a.camel.yaml": "a\\ud83d"}}               | /files/routes~1a.camel.yaml  | not a text
            {"files": {"routes/a.yaml": "a"}}                            | /files/routes~1a.yaml        | must end in .camel.yaml
            {"files": {"routes/a.camel.yaml": "- too: x"}}               | /files/routes~1a.camel.yaml  | routes/a.camel.yaml:1
            {"files": {"routes/a.camel.yaml": "a"}, "by": 1}             | /by                          | a string
            {"files": {"routes/a.camel.yaml": "a"}, "who": "me"}         | /who                         | unknown member
            """)
    void refuses(String body, String pointer, String message) {
        Answer refused = api.post("/deployment", body);

        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(refused.text("/detail/0/pointer")).isEqualTo(pointer);
        assertThat(refused.text("/detail/0/msg")).contains(message);
    }

    @Test
    void refusesAnUnknownVersion() {
        assertThat(api.get("/deployment/9999").status()).isEqualTo(404);
        assertThat(api.post("/deployment/9999/activate", "{}").status()).isEqualTo(404);
        assertThat(api.get("/deployment/x").status()).isEqualTo(404);
    }

    @Test
    void takesMoreThanOtherBodies() {
        String text = "x".repeat(900_000);
        Answer refused = api.post(
                "/deployment",
                "{\"files\": {\"routes/a.camel.yaml\": \"- too: x\", \"connectors/a.md\": \"" + text
                        + "\", \"connectors/b.md\": \"" + text + "\"}}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/detail/0/pointer")).isEqualTo("/files/routes~1a.camel.yaml");
    }
}
