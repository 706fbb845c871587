package dev.sealpost.api;

import dev.sealpost.api.edge.ApiSettings;
import dev.sealpost.audit.AuditSettings;
import dev.sealpost.database.Database;
import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.BacklogQuota;
import dev.sealpost.delivery.QuotaSettings;
import dev.sealpost.delivery.gate.BreakerParts;
import dev.sealpost.egress.AddressGuard;
import dev.sealpost.egress.EgressSettings;
import dev.sealpost.endpoint.DeliveryPolicies;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.event.EventStore;
import dev.sealpost.event.IngestWindow;
import dev.sealpost.history.AttemptLog;
import dev.sealpost.history.AttemptMinuteLog;
import dev.sealpost.history.DeliveryLog;
import dev.sealpost.ledger.LedgerFindings;
import dev.sealpost.ledger.ReadLedger;
import dev.sealpost.node.Background;
import dev.sealpost.node.Backgrounds;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.NodeName;
import dev.sealpost.node.StopSignal;
import dev.sealpost.replay.ReplayParts;
import dev.sealpost.retention.Cancellations;
import dev.sealpost.retention.DeleteContent;
import dev.sealpost.retention.DeleteWithCancellations;
import dev.sealpost.route.deploy.DeployParts;
import dev.sealpost.route.load.RouteParts;
import dev.sealpost.signature.SecretCipher;
import dev.sealpost.source.poll.PollCursors;
import dev.sealpost.source.poll.Polls;
import dev.sealpost.source.sync.IdMap;
import dev.sealpost.source.webhook.SourceParts;
import dev.sealpost.subscription.RouteDestinations;
import dev.sealpost.subscription.Subscriptions;
import dev.sealpost.transform.TransformSettings;
import dev.sealpost.transform.Transformations;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The API on Tomcat with a database, and without a broker, routes and deliveries. Not scanned: named by the tests. */
@ComponentScan({
    "dev.sealpost.api",
    "dev.sealpost.application",
    "dev.sealpost.audit",
    "dev.sealpost.endpoint",
    "dev.sealpost.eventtype"
})
@Import({
    Snapshots.class,
    EventStore.class,
    AttemptLog.class,
    DeliveryLog.class,
    DeleteContent.class,
    Subscriptions.class,
    AttemptMinuteLog.class,
    Cancellations.class,
    DeleteWithCancellations.class,
    NodeName.class,
    LedgerFindings.class,
    RouteDestinations.class,
    BreakerParts.class,
    ReplayParts.class,
    RouteParts.class,
    DeployParts.class,
    SourceParts.class,
    PollCursors.class,
    Polls.class,
    IdMap.class,
    StopSignal.class,
    Transformations.class
})
@EnableConfigurationProperties({ApiSettings.class, AuditSettings.class, EgressSettings.class, TransformSettings.class})
@ImportAutoConfiguration({
    ServletWebServerFactoryAutoConfiguration.class,
    EmbeddedWebServerFactoryCustomizerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    SecurityAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class
})
class ApiSlice {

    @Bean
    DataDirectory dataDirectory() throws IOException {
        return DataDirectory.open(Files.createTempDirectory("sealpost-api"));
    }

    @Bean
    TestDatabase testDatabase(DataDirectory data, @Value("${test.postgresql:false}") boolean onPostgresql) {
        return onPostgresql ? TestDatabase.onServer(ApiSlice.class) : TestDatabase.in(data.path());
    }

    @Bean
    Database database(TestDatabase database) {
        return database.database();
    }

    @Bean
    JdbcClient reads(TestDatabase database) {
        return database.reads();
    }

    @Bean
    Writes writes(TestDatabase database, Snapshots snapshots) {
        return database.writes(snapshots);
    }

    @Bean
    LeaseHolder leaseHolder(TestDatabase database) {
        return database.leaseHolder("node_test");
    }

    @Bean
    Background background() {
        return Backgrounds.plain();
    }

    @Bean
    @Primary
    Clock clock() {
        return Clock.systemUTC();
    }

    /** The database is on this machine. */
    @Bean
    Clock rowClock(Clock clock) {
        return clock;
    }

    @Bean
    SecretCipher secretCipher() {
        return new SecretCipher(new byte[SecretCipher.KEY_LENGTH], "the test");
    }

    @Bean
    DeliveryPolicy defaultPolicy() {
        return DeliveryPolicies.DEFAULT;
    }

    @Bean
    AddressGuard addressGuard() {
        return AddressGuard.allowing(List.of());
    }

    @Bean
    IngestWindow ingestWindow() {
        return new IngestWindow(1, Duration.ZERO, System::nanoTime);
    }

    @Bean
    BacklogQuota backlogQuota() {
        return new BacklogQuota(new QuotaSettings(0, Duration.ofSeconds(1)));
    }

    @Bean
    FakeInTransit inTransit() {
        return new FakeInTransit();
    }

    @Bean
    ReadLedger readLedger(Writes writes, TestDatabase database, FakeInTransit inTransit) {
        return new ReadLedger(writes, database.consistentReads(), inTransit);
    }

    @Bean
    FakeEndpointCredentials endpointCredentials() {
        return new FakeEndpointCredentials();
    }

    @Bean
    FakeBackups backups() {
        return new FakeBackups();
    }

    @Bean
    CollectingPublisher publisher() {
        return new CollectingPublisher();
    }
}
