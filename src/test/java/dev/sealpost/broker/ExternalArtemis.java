package dev.sealpost.broker;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** A broker as docs/cluster.md tells to set it up, but for its folders and ports; in this JVM or, by main, in another. */
public final class ExternalArtemis implements AutoCloseable {

    public static final String NODE = "sealpost-node";
    public static final String PRODUCER = "sealpost";
    public static final String PASSWORD = "a-password";
    static final Path DOCUMENTED = Path.of("docs/cluster/broker.xml");

    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();

    /** Role of a broker in a pair that shares its folders: docs/cluster.md, "A pair of brokers". */
    public enum Part {
        /** Not part of a pair. */
        ALONE(""),
        PRIMARY("<primary><failover-on-shutdown>true</failover-on-shutdown></primary>"),
        BACKUP("<backup><failover-on-shutdown>true</failover-on-shutdown></backup>");

        private final String policy;

        Part(String policy) {
            this.policy = policy;
        }

        private URL file(Path folder) throws IOException {
            if (this == ALONE) {
                return DOCUMENTED.toUri().toURL();
            }
            String core = "<core xmlns=\"urn:activemq:core\">";
            Path own = Files.createDirectories(folder.resolve(name()));
            return changed(own, core, core + "<ha-policy><shared-store>" + policy + "</shared-store></ha-policy>");
        }
    }

    /**
     * Runs a broker until it is killed.
     *
     * @param arguments the folder for its data, the port for Core, the port for AMQP, its {@link Part}
     */
    public static void main(String[] arguments) throws Exception {
        Path data = Files.createDirectories(Path.of(arguments[0]));
        Part part = Part.valueOf(arguments[3]);
        ExternalArtemis broker = new ExternalArtemis(
                part.file(data),
                data,
                acceptor("core", Integer.parseInt(arguments[1]), Map.of()),
                acceptor("amqp", Integer.parseInt(arguments[2]), Map.of()));
        broker.server.start();
        Thread.currentThread().join();
    }

    static TransportConfiguration acceptor(String protocol, int port, Map<String, Object> more) {
        Map<String, Object> parameters = new java.util.HashMap<>(
                Map.of("host", "127.0.0.1", "port", port, "protocols", protocol.toUpperCase(java.util.Locale.ROOT)));
        parameters.putAll(more);
        return new TransportConfiguration(NettyAcceptorFactory.class.getName(), parameters, protocol);
    }

    /** One that runs as documented, with ports for Core and AMQP. */
    public static ExternalArtemis started(Path data, int corePort, int amqpPort) throws Exception {
        return started(
                DOCUMENTED.toUri().toURL(),
                data,
                acceptor("core", corePort, Map.of()),
                acceptor("amqp", amqpPort, Map.of()));
    }

    /** One that runs. */
    static ExternalArtemis started(URL file, Path data, TransportConfiguration... acceptors) throws Exception {
        ExternalArtemis broker = new ExternalArtemis(file, data, acceptors);
        broker.server.start();
        if (!broker.server.getActiveMQServer().waitForActivation(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the broker did not start");
        }
        return broker;
    }

    private ExternalArtemis(URL file, Path data, TransportConfiguration... acceptors) throws Exception {
        FileConfiguration configuration = new FileConfiguration();
        FileDeploymentManager files = new FileDeploymentManager(file.toExternalForm());
        files.addDeployable(configuration);
        files.readConfiguration();
        configuration.setJournalDirectory(data.resolve("journal").toString());
        configuration.setBindingsDirectory(data.resolve("bindings").toString());
        configuration.setPagingDirectory(data.resolve("paging").toString());
        configuration.setLargeMessagesDirectory(data.resolve("large-messages").toString());
        configuration.setMinDiskFree(1);
        // It writes all of them before it begins.
        configuration.setJournalMinFiles(2);
        configuration.setAcceptorConfigurations(Set.of(acceptors));
        server.setConfiguration(configuration);
        server.setSecurityManager(new ActiveMQJAASSecurityManager(
                InVMLoginModule.class.getName(),
                new SecurityConfiguration(
                        Map.of(NODE, PASSWORD, PRODUCER, PASSWORD, "stranger", PASSWORD),
                        Map.of(NODE, List.of("node"), PRODUCER, List.of("producer"), "stranger", List.of("nobody")))));
    }

    /** The documented file with one text in place of another. */
    static URL changed(Path folder, String text, String other) throws IOException {
        String documented = Files.readString(DOCUMENTED);
        if (!documented.contains(text)) {
            throw new IllegalArgumentException("the documented file has no " + text);
        }
        return Files.writeString(folder.resolve("broker.xml"), documented.replace(text, other))
                .toUri()
                .toURL();
    }

    /** Returns the messages in the queue. */
    public long count(String queue) {
        return server.getActiveMQServer().locateQueue(queue).getMessageCount();
    }

    /** With its address. */
    public void remove(String queue) throws Exception {
        server.getActiveMQServer().destroyQueue(SimpleString.of(queue));
    }

    /** Makes it again. */
    public void create(String queue) throws Exception {
        server.getActiveMQServer().createQueue(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
