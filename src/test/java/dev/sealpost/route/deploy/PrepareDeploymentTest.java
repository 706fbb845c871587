package dev.sealpost.route.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.connector.credential.Credential;
import dev.sealpost.connector.credential.Credentials;
import dev.sealpost.deployment.Bundle;
import dev.sealpost.route.camel.EventCamel;
import dev.sealpost.route.file.RouteFileProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node is prepared for a bundle if it has what the files name. */
class PrepareDeploymentTest {

    private static final String ROUTE = """
            - route:
                id: tell
                from:
                  uri: event:order.*
                  steps:
                    - to:
                        uri: connector:slack-message
                        parameters:
                          credential: %s
                    - to: connector:slack-message?channel=C1&credential=%s
                    - to: connector:slack-message?credential={{which}}
            """;

    private static Bundle bundle(String file, String text) {
        return new Bundle(new TreeMap<>(Map.of(file, text)));
    }

    private record Names(Set<String> names) implements Credentials {

        @Override
        public Optional<Credential> find(String name) {
            return Optional.empty();
        }
    }

    @Test
    void findsTheCredentialsThatFilesName() {
        assertThat(PrepareDeployment.credentials(bundle("routes/a.camel.yaml", ROUTE.formatted("ops", "sales"))))
                .containsExactly("ops", "sales");
        assertThat(PrepareDeployment.credentials(bundle(
                        "routes/a.camel.xml",
                        "<route><from uri=\"event:x\"/><to uri=\"connector:a?b=1&amp;credential=ops\"/></route>")))
                .containsExactly("ops");
        assertThat(PrepareDeployment.credentials(bundle("routes/a.camel.yaml", "connector: [")))
                .isEmpty();
    }

    @Test
    void refusesWhereACredentialIsMissingAndLeavesNothingBehind(@TempDir Path data) throws Exception {
        try (EventCamel app = new EventCamel()) {
            PrepareDeployment prepare = new PrepareDeployment(
                    app.environment(),
                    new Names(Set.of("ops")),
                    List.of(),
                    new BundleFolder(data.resolve("deployment")));

            assertThat(prepare.check(bundle("routes/a.camel.yaml", ROUTE.formatted("ops", "sales"))))
                    .extracting(RouteFileProblem::toString)
                    .contains("routes/a.camel.yaml:10:50: there is no credential named sales; declare it in"
                            + " config/credentials.yaml of every node; known credentials: ops")
                    .noneMatch(problem -> problem.contains("named ops"));
            try (var left = Files.walk(data)) {
                assertThat(left.filter(Files::isRegularFile)).isEmpty();
            }
        }
    }
}
