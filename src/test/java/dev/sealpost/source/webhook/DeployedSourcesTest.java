package dev.sealpost.source.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.deployment.Bundle;
import dev.sealpost.route.file.RouteFileProblem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

/** Sources of a deployment take the place of those of the node, with secrets that each node has itself. */
class DeployedSourcesTest {

    private static final String FILE = """
            sealpost:
              sources:
                shop-orders:
                  provider: shopify
                  application: shop
                  secrets: ["${SHOP_SECRET}"]
            """;

    private final MockEnvironment environment = new MockEnvironment()
            .withProperty("SHOP_SECRET", "s3cr3t")
            .withProperty("sealpost.sources.github.application", "shop")
            .withProperty("sealpost.sources.github.secrets[0]", "other");

    private final InboundConfiguration configuration = new InboundConfiguration();
    private final DefineSources define = configuration.defineSources(environment);
    private final Sources sources = configuration.sources(define);
    private final DeployedSources deployed = configuration.deployedSources(define, sources);

    private static Bundle bundle(String file) {
        return new Bundle(new TreeMap<>(Map.of(Bundle.SOURCES, file)));
    }

    private List<String> names() {
        return sources.all().stream().map(Source::name).toList();
    }

    @Test
    void replaceThoseOfTheNodeUntilItsFilesAreUsedAgain() {
        assertThat(names()).containsExactly("github");
        assertThat(deployed.check(bundle(FILE))).isEmpty();
        assertThat(names()).containsExactly("github");

        deployed.use(Optional.of(bundle(FILE)));
        assertThat(names()).containsExactly("shop-orders");

        deployed.use(Optional.of(new Bundle(new TreeMap<>(Map.of("routes/a.camel.yaml", "x")))));
        assertThat(names()).containsExactly("github");

        deployed.use(Optional.of(bundle(FILE)));
        deployed.use(Optional.empty());
        assertThat(names()).containsExactly("github");
    }

    @Test
    void containNoSecret() {
        assertThat(problem(FILE.replace("${SHOP_SECRET}", "s3cr3t-s3cr3t")))
                .startsWith("config/sources.yaml: sealpost.sources.shop-orders.secrets[0]: a secret is not deployed")
                .doesNotContain("s3cr3t");
        assertThat(problem(FILE.replace("${SHOP_SECRET}", "${SHOP_SECRET:s3cr3t}")))
                .contains("a secret is not deployed");
        for (String key : List.of("verify-token", "verifyToken", "verify_token", "VERIFYTOKEN")) {
            assertThat(problem(FILE + "      " + key + ": s3cr3t-s3cr3t\n"))
                    .contains("a secret is not deployed")
                    .doesNotContain("s3cr3t");
        }
    }

    @Test
    void areRefusedWhereTheNodeLacksTheSecretOrTheFileIsWrong() {
        assertThat(problem(FILE.replace("SHOP_SECRET", "MISSING"))).contains("its environment variable is not set");
        assertThat(problem(FILE.replace("provider", "provder")))
                .contains("provder")
                .contains("unknown key");
        assertThat(problem("server:\n  port: 1\n")).contains("server.port: a deployed file has only");
        assertThat(problem("a: [")).contains("the file is not YAML");
    }

    private String problem(String file) {
        return deployed.check(bundle(file)).stream()
                .map(RouteFileProblem::toString)
                .findFirst()
                .orElse("none");
    }
}
