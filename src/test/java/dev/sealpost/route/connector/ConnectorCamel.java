package dev.sealpost.route.connector;

import dev.sealpost.connector.GuardedVendorClient;
import dev.sealpost.connector.call.MakeCall;
import dev.sealpost.connector.catalog.ReadConnector;
import dev.sealpost.connector.credential.CredentialFile;
import dev.sealpost.connector.credential.Credentials;
import dev.sealpost.connector.limit.CallLocks;
import dev.sealpost.connector.limit.CredentialLimits;
import dev.sealpost.egress.EgressClients;
import dev.sealpost.route.VendorServer;
import dev.sealpost.route.camel.EventCamel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** Camel context with connectors, credentials, and a vendor on this machine. */
final class ConnectorCamel implements AutoCloseable {

    static final String EVENT_ID = "msg_2x9Qf0GkzYc1dQ7mB3LrT5vWpZa";
    static final String SECRET = "s3cret-of-the-vendor";

    /** Connector without any peculiarity, to change in tests. */
    static final String PERSON = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: acme-person-sink
              labels: {camel.apache.org/kamelet.type: sink}
            spec:
              definition:
                title: Acme Person Sink
                description: Writes a person.
                required: [credential, team]
                properties:
                  credential: {title: Credential, description: An API key., type: string}
                  team: {title: Team, description: The team., type: string, enum: [red, blue]}
                  limit: {title: Limit, description: A number., type: integer, default: 5}
                  baseUrl: {title: Base URL, description: The URL., type: string}
              call:
                credential:
                  api-key: {header: X-Key}
                requires: [/email]
                repeat: {key: 24h}
                requests:
                  - id: person
                    method: PUT
                    url: /teams/{team}/people/{.email}
                    headers: {Idempotency-Key: '{key}'}
                    body: '{name, limit: $limit}'
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - to:
                        uri: connector:acme-person-sink
                        parameters:
                          credential: '{{credential}}'
                          team: '{{team}}'
                          limit: '{{limit}}'
                          baseUrl: '{{?baseUrl}}'
            """;

    final EventCamel app = new EventCamel();
    final CamelContext camel = app.camel;
    final VendorServer vendor;
    final Map<String, Duration> pauses = new ConcurrentHashMap<>();
    final Set<String> locked = new HashSet<>();
    private final EgressClients clients = new EgressClients();

    ConnectorCamel(Path home) throws Exception {
        vendor = new VendorServer();
        Path config = Files.createDirectories(home.resolve("config"));
        Files.writeString(config.resolve("credentials.yaml"), """
                acme: {kind: api-key, key: %s, url: '%s', values: {tenant: t-1}}
                other: {kind: bearer, token: %s}
                """.formatted(SECRET, vendor.url(), SECRET));
        GuardedVendorClient client = new GuardedVendorClient(clients.connectors());
        camel.getRegistry()
                .bind(
                        "credentials",
                        Credentials.class,
                        CredentialFile.read(home).credentials(client, Clock.systemUTC()));
        camel.getRegistry()
                .bind("calls", new MakeCall.Surroundings(client, new Pauses(), this::lock, Clock.systemUTC()));
        connector(PERSON);
    }

    private final class Pauses implements CredentialLimits {

        @Override
        public Optional<Duration> pause(String credential) {
            return Optional.ofNullable(pauses.get(credential));
        }

        @Override
        public void pause(String credential, Duration time) {
            pauses.put(credential, time);
        }
    }

    private Optional<CallLocks.HeldLock> lock(String key) {
        return locked.add(key) ? Optional.of(() -> locked.remove(key)) : Optional.empty();
    }

    void connector(String text) throws Exception {
        String name = ReadConnector.read(text).name();
        app.load("connectors/" + name + ".kamelet.yaml", text);
        ConnectorCatalog.of(camel).put(ReadConnector.read(text));
    }

    /** Adds the route {@code under-test} from {@code direct:in} with these steps. */
    void route(String steps) throws Exception {
        app.load("routes/under-test.camel.yaml", """
                - route:
                    id: under-test
                    from:
                      uri: direct:in
                      steps:
                """ + steps.indent(12));
    }

    Exchange send(Object body, Map<String, Object> headers) {
        return camel.createFluentProducerTemplate()
                .to("direct:in")
                .withHeader("SealpostEventId", EVENT_ID)
                .withHeaders(headers)
                .withBody(body)
                .send();
    }

    Exchange send(Object body) {
        return send(body, Map.of());
    }

    @Override
    public void close() throws Exception {
        app.close();
        vendor.close();
        clients.close();
    }
}
