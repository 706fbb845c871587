package dev.sealpost.broker;

import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.FatalErrorHandler;
import dev.sealpost.node.RandomSecret;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.management.QueueControl;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Artemis broker in this process, on the journal in the data directory. */
public final class EmbeddedBroker implements Broker {

    /** Producers outside this process log in as this user, with the password in {@value #PASSWORD_FILE}. */
    public static final String USER = "sealpost";

    public static final String PASSWORD_FILE = "broker-password";

    static final String NODE_USER = "sealpost-node";

    private static final TakeJournalImage.Patience PATIENCE =
            new TakeJournalImage.Patience(Duration.ofSeconds(10), Duration.ofSeconds(2));

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final BrokerSettings settings;
    private final URL file;
    private final DataDirectory data;
    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    private final String nodePassword = RandomSecret.next();
    private final FatalErrorHandler breakdown;
    private volatile boolean failed;
    private volatile boolean stopping;
    private volatile @Nullable TakeJournalImage takeImage;

    EmbeddedBroker(BrokerSettings settings, URL file, DataDirectory data, FatalErrorHandler breakdown) {
        this.breakdown = breakdown;
        this.settings = settings;
        this.file = file;
        this.data = data;
    }

    /** @throws IllegalStateException when the settings would lose accepted events, or it does not start */
    void start() throws Exception {
        stopping = false;
        if (server.getActiveMQServer() == null) {
            create();
        }
        server.start();
        if (!server.getActiveMQServer().waitForActivation(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The broker did not start within 60 s; its log lines say why.");
        }
        DurableSettings.require(server.getActiveMQServer());
        takeImage = new TakeJournalImage(new JournalHold(server().getStorageManager()), data.path(), PATIENCE);
        server.getActiveMQServer().registerIOCriticalErrorListener((cause, message, path) -> {
            failed = true;
            LOG.error("broker.failed path={} reason={}", path, message);
            breakdown.report(FatalErrorHandler.Cause.DISK, "journal of the broker", cause);
        });
        server.getActiveMQServer().registerActivateCallback(new ActivateCallback() {
            @Override
            public void preDeActivate() {
                reportUnlessAsked();
            }
        });
    }

    private void create() throws Exception {
        server.setConfiguration(configuration());
        server.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users()));
        server.createActiveMQServer();
        BoundedProtocols.of((int) settings.clients().largestFrame().toBytes())
                .forEach(server.getActiveMQServer()::addProtocolManagerFactory);
        List.of(new GuardCore(), new ReadableAmqp())
                .forEach(server.getActiveMQServer().getServiceRegistry()::addIncomingInterceptor);
        server.getActiveMQServer()
                .registerBrokerPlugin(new AdmitMessages(settings.clients().largestMessage()));
        server.getActiveMQServer().registerBrokerPlugin(new KeepEverything());
    }

    /** Artemis stops itself when a part of it hangs (its critical analyzer). Nothing here starts it again. */
    private void reportUnlessAsked() {
        if (!stopping && !failed) {
            failed = true;
            breakdown.report(
                    FatalErrorHandler.Cause.SOFTWARE,
                    "broker",
                    new IllegalStateException("The broker stopped by itself"));
        }
    }

    private Configuration configuration() throws Exception {
        FileConfiguration configuration = new FileConfiguration();
        FileDeploymentManager files = new FileDeploymentManager(file.toExternalForm());
        files.addDeployable(configuration);
        files.readConfiguration();
        // Read at the start only: what is changed later would not be checked for settings that lose events.
        configuration.setConfigurationFileRefreshPeriod(-1);
        configuration.setJournalDirectory(folder("journal"));
        configuration.setBindingsDirectory(folder("bindings"));
        configuration.setPagingDirectory(folder("paging"));
        configuration.setLargeMessagesDirectory(folder("large-messages"));
        configuration.setMinDiskFree(settings.minimumFreeDisk().toBytes());
        configuration.addAcceptorConfiguration(
                new TransportConfiguration(InVMAcceptorFactory.class.getName(), Map.of(), "in-vm"));
        new Acceptors(settings, ServerKey.of(settings.tls(), data)).addTo(configuration);
        return configuration;
    }

    private String folder(String name) {
        return data.resolve("broker").resolve(name).toString();
    }

    private SecurityConfiguration users() {
        return Producers.users(settings.producers(), Map.of(NODE_USER, nodePassword, USER, data.secret(PASSWORD_FILE)));
    }

    ActiveMQServerImpl server() {
        return (ActiveMQServerImpl) server.getActiveMQServer();
    }

    /** How this node gets in. */
    BrokerSessions lines() {
        return new BrokerSessions(
                () -> ActiveMQClient.createServerLocatorWithoutHA(
                        new TransportConfiguration(InVMConnectorFactory.class.getName())),
                NODE_USER,
                nodePassword);
    }

    @Override
    public String nodeId() {
        return server.getActiveMQServer().getNodeID().toString();
    }

    @Override
    public boolean isShared() {
        return false;
    }

    /** The one for ordered events is missing where somebody's own {@code broker.xml} is older than it. */
    @Override
    public List<String> eventQueues() {
        return server.getActiveMQServer().locateQueue(Addresses.ORDERED) == null
                ? List.of(Addresses.EVENTS)
                : List.of(Addresses.EVENTS, Addresses.ORDERED);
    }

    @Override
    public boolean isActive() {
        return !failed
                && server.getActiveMQServer() != null
                && server.getActiveMQServer().isActive();
    }

    @Override
    public boolean isNearlyFull() {
        return data.usableSpace() < settings.minimumFreeDisk().toBytes();
    }

    @Override
    public long count(String queue) {
        return server.getActiveMQServer().locateQueue(queue).getMessageCount();
    }

    @Override
    public Optional<QueueHead> head(String queue) {
        return ask(queue, control -> QueueHead.parse(control.peekFirstMessageAsJSON()));
    }

    @Override
    public boolean remove(String queue, long messageId) {
        return ask(queue, control -> control.removeMessage(messageId));
    }

    @Override
    public boolean moveToDead(String queue, long messageId) {
        return ask(queue, control -> control.moveMessage(messageId, Addresses.DEAD));
    }

    private interface Question<T> {
        T ask(QueueControl control) throws Exception;
    }

    private <T> T ask(String queue, Question<T> question) {
        try {
            Object control = server.getActiveMQServer().getManagementService().getResource(ResourceNames.QUEUE + queue);
            if (control instanceof QueueControl found) {
                return question.ask(found);
            }
        } catch (Exception e) {
            throw new BrokerUnavailableException("The broker does not answer: " + e.getMessage(), e);
        }
        throw new BrokerUnavailableException("The broker has no queue " + queue, null);
    }

    /**
     * The files of this broker as they are now, to be copied while it goes on; one image at a time. Publishers wait for the moment
     * at which it is taken, and not for the copy.
     *
     * @param moment told when nothing gets into the journal and nothing is acknowledged in it
     * @throws BrokerBusyException when that moment does not come in time (2 s for the locks), or would last longer; all is as before then
     */
    public JournalImage image(JournalImage.Moment moment) throws Exception {
        TakeJournalImage take = takeImage;
        if (take == null || !isActive()) {
            throw new BrokerBusyException("The broker does not run");
        }
        return take.take(moment);
    }

    /** How much disk is left to the broker, in bytes: with less it refuses events. */
    public long minimumFreeDisk() {
        return settings.minimumFreeDisk().toBytes();
    }

    void stop() throws Exception {
        stopping = true;
        server.stop();
    }
}
