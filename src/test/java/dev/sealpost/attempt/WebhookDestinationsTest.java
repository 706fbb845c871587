package dev.sealpost.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.database.DirectWrites;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.Destination.Readiness;
import dev.sealpost.endpoint.DeliveryPolicies;
import dev.sealpost.endpoint.EndpointDirectories;
import dev.sealpost.endpoint.EndpointDirectory;
import dev.sealpost.signature.SecretCipher;
import dev.sealpost.signature.SigningSecret;
import dev.sealpost.subscription.DestinationId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookDestinationsTest {

    private final SecretCipher cipher = new SecretCipher(new byte[SecretCipher.KEY_LENGTH], "the test");
    private final ApplicationDirectory applications = new ApplicationDirectory();
    private final EndpointDirectory endpoints = EndpointDirectories.opening(cipher);
    private final CamelContext camel = new DefaultCamelContext();
    private DirectWrites writes;
    private WebhookDestinations destinations;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        camel.start();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:webhook-delivery").routeId(WebhookRoute.ID).log("x");
            }
        });
        writes = TestDatabase.in(folder).writes(applications, endpoints);
        change("INSERT INTO application (id, name, metadata, created_at, updated_at, version)"
                + " VALUES ('app_1', 'x', '{}', 0, 0, :version)");
        writes.write(sql -> sql.sql("""
                        INSERT INTO endpoint (id, application_id, url, description, secret, metadata, disabled, created_at,
                            updated_at, policy, version)
                        VALUES ('ep_1', 'app_1', 'https://example.com/', '', :secret, '{}', FALSE, 0, 0,
                            '{"concurrency":3}', :version)
                        """)
                .param("secret", cipher.seal(SigningSecret.generate().stored(), "ep_1"))
                .param("version", Snapshots.nextVersion(sql))
                .update());
        WebhookRoute route = new WebhookRoute(camel);
        Decide decide = new Decide(Attempts.ANY_WAIT, RandomGenerator.getDefault());
        destinations = new WebhookDestinations(
                endpoints,
                applications,
                new PostWebhook(route, decide, Duration.ofSeconds(15), Clock.systemUTC()),
                DeliveryPolicies.DEFAULT);
    }

    @AfterEach
    void close() {
        camel.stop();
    }

    @Test
    void isReadyWithItsOwnPolicy() {
        assertThat(endpoint().readiness()).isEqualTo(Readiness.READY);
        assertThat(endpoint().policy().load().concurrency()).isEqualTo(3);
        assertThat(endpoint().policy().retry()).isEqualTo(DeliveryPolicies.DEFAULT.retry());
    }

    @Test
    void waitsWhileItIsPaused() {
        change("UPDATE endpoint SET paused = TRUE, version = :version");

        assertThat(endpoint().readiness()).isEqualTo(Readiness.PAUSED);

        change("UPDATE endpoint SET paused = FALSE, version = :version");
        assertThat(endpoint().readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void waitsWhileItsApplicationIsPaused() {
        change("UPDATE application SET paused = TRUE, version = :version");

        assertThat(endpoint().readiness()).isEqualTo(Readiness.PAUSED);

        change("UPDATE application SET paused = FALSE, version = :version");
        assertThat(endpoint().readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void isDisabledWhetherPausedOrNot() {
        change("UPDATE endpoint SET paused = TRUE, disabled = TRUE, version = :version");

        assertThat(endpoint().readiness()).isEqualTo(Readiness.DISABLED);
    }

    @Test
    void isGoneWhenItIsNotThere() {
        Destination nobody = destinations.find(new DestinationId("ep_nobody")).orElseThrow();

        assertThat(nobody.readiness()).isEqualTo(Readiness.GONE);
        assertThat(nobody.policy()).isEqualTo(DeliveryPolicies.DEFAULT);
    }

    private Destination endpoint() {
        return destinations.find(new DestinationId("ep_1")).orElseThrow();
    }

    private void change(String statement) {
        writes.write(sql ->
                sql.sql(statement).param("version", Snapshots.nextVersion(sql)).update());
    }
}
