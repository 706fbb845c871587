package dev.sealpost.route;

import dev.sealpost.connector.GuardedVendorClient;
import dev.sealpost.connector.call.MakeCall;
import dev.sealpost.connector.catalog.ReadConnector;
import dev.sealpost.connector.credential.CredentialFile;
import dev.sealpost.connector.credential.Credentials;
import dev.sealpost.connector.limit.CallLocks;
import dev.sealpost.connector.limit.CredentialLimits;
import dev.sealpost.egress.EgressClients;
import dev.sealpost.route.camel.ConnectorAnswer;
import dev.sealpost.route.connector.ConnectorCatalog;
import dev.sealpost.route.event.IdempotencyKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kamelet.KameletComponent;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;

/** Binds what connectors need to the Camel context of a test: the shipped connectors, and the credentials of the demo. */
public final class ConnectorBeans {

    private static final EgressClients CLIENTS = new EgressClients();

    private ConnectorBeans() {}

    public static void prepare(CamelContext camel) {
        camel.getRegistry().bind("connectorAnswer", new ConnectorAnswer(Clock.systemUTC()));
        camel.getRegistry().bind("idempotencyKey", new IdempotencyKey());
        KameletComponent kamelets = camel.getComponent("kamelet", KameletComponent.class);
        kamelets.setLocation("classpath:connectors");
        kamelets.setNoErrorHandler(true);
        // As in the application: otherwise HttpClient would wait for a Retry-After on the thread of the delivery.
        camel.getComponent("http", HttpComponent.class).setAutomaticRetriesDisabled(true);
        try {
            connectors(camel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void connectors(CamelContext camel) throws IOException {
        GuardedVendorClient client = new GuardedVendorClient(CLIENTS.connectors());
        camel.getRegistry()
                .bind(
                        "connectorCalls",
                        new MakeCall.Surroundings(
                                client, CredentialLimits.none(), CallLocks.none(), Clock.systemUTC()));
        camel.getRegistry().bind("credentials", Credentials.class, demo().credentials(client, Clock.systemUTC()));
        for (Path file : kamelets()) {
            ConnectorCatalog.of(camel).put(ReadConnector.read(Files.readString(file)));
        }
    }

    /** Returns the credentials of config/credentials.yaml, with the secrets of the demo. */
    private static CredentialFile demo() throws IOException {
        PropertySource<?> demo = new YamlPropertySourceLoader()
                .load("demo", new FileSystemResource(Path.of("config", "application-demo.yaml")))
                .getFirst();
        return CredentialFile.read(Path.of(""), variable -> (String) demo.getProperty(variable));
    }

    private static List<Path> kamelets() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("connectors"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".kamelet.yaml"))
                    .toList();
        }
    }
}
