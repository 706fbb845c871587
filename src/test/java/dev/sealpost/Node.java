package dev.sealpost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.application.ApplicationStore;
import dev.sealpost.broker.Brokers;
import dev.sealpost.broker.EmbeddedBroker;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.Writes;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.event.Publisher;
import dev.sealpost.ledger.LedgerSheet;
import dev.sealpost.ledger.ReadLedger;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.port.FreePorts;
import dev.sealpost.signature.SecretCipher;
import dev.sealpost.signature.SigningSecret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.JmsAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.artemis.ArtemisAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.TypeFilter;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole application, in this JVM, on free ports. */
final class Node implements AutoCloseable {

    final int corePort;
    final int amqpPort;
    private final ConfigurableApplicationContext context;

    Node(Path data, String... settings) throws Exception {
        this(data, Clock.systemUTC(), settings);
    }

    /** @param clock of the whole machine, as far as Sealpost asks for it; its database is here too */
    Node(Path data, Clock clock, String... settings) throws Exception {
        this(data, Map.of("clock", clock), settings);
    }

    /** @param beans that take the place of those of the same name */
    Node(Path data, Map<String, Object> beans, String... settings) throws Exception {
        corePort = FreePorts.next();
        amqpPort = FreePorts.next();
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--sealpost.home.data=" + data,
                "--sealpost.broker.core-port=" + corePort,
                "--sealpost.broker.amqp-port=" + amqpPort,
                "--sealpost.broker.minimum-free-disk=1MB",
                "--sealpost.egress.allow=127.0.0.0/8",
                "--sealpost.warm-up.time=0s",
                "--sealpost.attempt.deadline=1500ms",
                "--sealpost.attempt.retry-schedule=100ms,100ms",
                "--sealpost.attempt.jitter=0"));
        for (String setting : settings) {
            // Given twice it would be a list.
            arguments.removeIf(usual -> usual.startsWith(setting.substring(0, setting.indexOf('=') + 1)));
            arguments.add(setting);
        }
        if (arguments.stream().noneMatch(argument -> argument.startsWith("--sealpost.home.directory="))) {
            arguments.add("--sealpost.home.directory=" + Brokers.home());
        }
        SpringApplication application = new SpringApplication(WithoutTests.class);
        application.addInitializers(given -> given.getBeanFactory().addBeanPostProcessor(new Replaced(beans)));
        context = application.run(arguments.toArray(String[]::new));
    }

    /** {@link SealpostApplication}, but without the configurations that other tests have in the same packages. */
    @SpringBootConfiguration
    @EnableAutoConfiguration(
            exclude = {ArtemisAutoConfiguration.class, JmsAutoConfiguration.class, FlywayAutoConfiguration.class})
    @ConfigurationPropertiesScan("dev.sealpost")
    @ComponentScan(
            basePackages = "dev.sealpost",
            excludeFilters = {
                @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = SealpostApplication.class),
                @ComponentScan.Filter(type = FilterType.CUSTOM, classes = OfTests.class)
            })
    static class WithoutTests {}

    static final class OfTests implements TypeFilter {

        @Override
        public boolean match(MetadataReader type, MetadataReaderFactory types) throws IOException {
            return type.getResource().getURL().getPath().contains("/test-classes/");
        }
    }

    private record Replaced(Map<String, Object> beans) implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return beans.getOrDefault(name, bean);
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path;
    }

    /** A request with the token of the API. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url(path)))
                .header(
                        "Authorization",
                        "Bearer " + context.getBean(DataDirectory.class).secret("api-token"));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    String apiToken() {
        return context.getBean(DataDirectory.class).secret("api-token");
    }

    String producerPassword() {
        return context.getBean(DataDirectory.class).secret(EmbeddedBroker.PASSWORD_FILE);
    }

    ApplicationId anApplication(String uid) {
        ApplicationId id = ApplicationId.at(Instant.now());
        context.getBean(Writes.class)
                .write(sql -> sql.sql("""
                        INSERT INTO application (id, uid, name, metadata, created_at, updated_at, version)
                        VALUES (:id, :uid, 'x', '{}', 0, 0, :version)
                        """)
                        .param("id", id.value())
                        .param("uid", uid)
                        .param("version", Snapshots.nextVersion(sql))
                        .update());
        return id;
    }

    SigningSecret anEndpoint(ApplicationId application, String url) {
        SigningSecret secret = SigningSecret.generate();
        EndpointId id = EndpointId.at(Instant.now());
        byte[] sealed = context.getBean(SecretCipher.class).seal(secret.stored(), id.value());
        context.getBean(Writes.class)
                .write(sql -> sql.sql("""
                        INSERT INTO endpoint (id, application_id, url, description, secret, metadata, disabled, created_at,
                            updated_at, version)
                        VALUES (:id, :application, :url, '', :secret, '{}', FALSE, 0, 0, :version)
                        """)
                        .param("id", id.value())
                        .param("application", application.value())
                        .param("url", url)
                        .param("secret", sealed)
                        .param("version", Snapshots.nextVersion(sql))
                        .update());
        return secret;
    }

    void disableEndpoints(ApplicationId application) {
        context.getBean(Writes.class)
                .write(sql -> sql.sql(
                                "UPDATE endpoint SET disabled = TRUE, version = :version WHERE application_id = :id")
                        .param("id", application.value())
                        .param("version", Snapshots.nextVersion(sql))
                        .update());
    }

    void pause(ApplicationId application, boolean paused) {
        context.getBean(ApplicationStore.class).pause(application.value(), paused);
    }

    /** As the API does it, for every endpoint of the application. */
    void setPolicy(ApplicationId application, String json) {
        context.getBean(Writes.class)
                .write(sql -> sql.sql(
                                "UPDATE endpoint SET policy = :policy, version = :version WHERE application_id = :id")
                        .param("policy", json)
                        .param("version", Snapshots.nextVersion(sql))
                        .param("id", application.value())
                        .update());
    }

    EventId publish(ApplicationId application, String body) {
        Instant now = Instant.now();
        Event event = new Event(
                EventId.at(now),
                application,
                now,
                Labels.of(new EventType("order.created")),
                Content.json(body.getBytes(StandardCharsets.UTF_8)));
        context.getBean(Publisher.class).publish(event);
        return event.id();
    }

    /** Posts an event with this body and returns the answer of the API. */
    HttpResponse<String> post(ApplicationId application, String body) throws Exception {
        String port = context.getEnvironment().getProperty("local.server.port");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + port + "/api/v1/app/" + application.value() + "/msg"))
                            .header("Content-Type", "application/json")
                            .header(
                                    "Authorization",
                                    "Bearer "
                                            + context.getBean(DataDirectory.class)
                                                    .secret("api-token"))
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    /** One word for each attempt so far, with what else is stored. */
    List<Map<String, Object>> attempts(EventId event) {
        return reads().sql("SELECT * FROM attempt WHERE event_id = :id ORDER BY number")
                .param("id", event.value())
                .query()
                .listOfRows();
    }

    List<String> outcomes(EventId event) {
        return attempts(event).stream()
                .map(row -> String.valueOf(row.get("outcome")))
                .toList();
    }

    long count(String from) {
        return reads().sql("SELECT COUNT(*) FROM " + from).query(Long.class).single();
    }

    /** Does to the database what should not be done. */
    int change(String statement) {
        return context.getBean(Writes.class).write(sql -> sql.sql(statement).update());
    }

    /** Run and number of an event, twice, as a finding about it alone has them. */
    String stamp(EventId event) {
        return reads().sql("""
                        SELECT producer_run || ' ' || producer_sequence || ' ' || producer_sequence FROM event WHERE id = ?
                        """).param(event.value()).query(String.class).single();
    }

    /** Counts the findings of this kind about one of the events. */
    long findings(String kind, List<EventId> events) {
        return reads().sql("SELECT COUNT(*) FROM ledger_finding WHERE kind = :kind AND event_id IN (:events)")
                .param("kind", kind)
                .param("events", events.stream().map(EventId::value).toList())
                .query(Long.class)
                .single();
    }

    LedgerSheet ledger() {
        return context.getBean(ReadLedger.class).read();
    }

    List<String> ids(String query) {
        return reads().sql(query).query(String.class).list();
    }

    long number(String query) {
        return reads().sql(query).query(Long.class).single();
    }

    /** Calls the API; an answer without a body is an empty object. */
    JsonNode call(String method, String path, String body) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        String token = context.getBean(DataDirectory.class).secret("api-token");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new AssertionError(
                        method + " " + path + " was answered " + answer.statusCode() + " " + answer.body());
            }
            return new ObjectMapper().readTree(answer.body().isEmpty() ? "{}" : answer.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    private JdbcClient reads() {
        return context.getBean("reads", JdbcClient.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
