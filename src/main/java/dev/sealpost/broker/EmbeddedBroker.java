package dev.sealpost.broker;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.guard.AdmitMessages;
import dev.sealpost.broker.guard.GuardCore;
import dev.sealpost.broker.guard.KeepEverything;
import dev.sealpost.broker.guard.LimitFrames;
import dev.sealpost.broker.guard.ReadableAmqp;
import dev.sealpost.broker.guard.Shards;
import dev.sealpost.broker.guard.StompRules;
import dev.sealpost.broker.message.BrokerAccess;
import dev.sealpost.broker.message.BrokerSessions;
import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.EmbeddedAccess;
import dev.sealpost.broker.message.FindApplication;
import dev.sealpost.broker.message.QueueHead;
import dev.sealpost.broker.message.RemoteAccess;
import dev.sealpost.broker.message.Spooling;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.FatalErrorHandler;
import dev.sealpost.node.RandomSecret;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.management.QueueControl;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Artemis broker in this process, with its journal in the data directory. */
public final class EmbeddedBroker implements Broker {

    /** User of producers outside this process; the password is in {@value #PASSWORD_FILE}. */
    public static final String USER = "sealpost";

    public static final String PASSWORD_FILE = "broker-password";

    private static final TakeJournalImage.Timeouts IMAGE_TIMEOUTS =
            new TakeJournalImage.Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(2));

    private static final Duration ARRIVALS_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final BrokerSettings settings;
    private final URL file;
    private final DataDirectory data;
    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    private final String nodePassword = RandomSecret.next();
    private final FatalErrorHandler fatalErrors;
    private final FindApplication applications;
    private volatile boolean failed;
    private volatile boolean stopping;
    private volatile @Nullable TakeJournalImage takeImage;

    /** @param applications finds the application that decides in which shard an event waits */
    EmbeddedBroker(
            BrokerSettings settings,
            URL file,
            DataDirectory data,
            FatalErrorHandler fatalErrors,
            FindApplication applications) {
        this.fatalErrors = fatalErrors;
        this.applications = applications;
        this.settings = settings;
        this.file = file;
        this.data = data;
    }

    /**
     * @throws IllegalStateException when the settings could lose accepted events, or the broker does not start
     */
    void start() throws Exception {
        stopping = false;
        if (server.getActiveMQServer() == null) {
            create();
        }
        server.start();
        if (!server.getActiveMQServer().waitForActivation(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The broker did not start within 60 s. See its log lines for the reason.");
        }
        DurableSettings.require(server.getActiveMQServer());
        takeImage = new TakeJournalImage(new JournalHold(server().getStorageManager()), data.path(), IMAGE_TIMEOUTS);
        server.getActiveMQServer().registerIOCriticalErrorListener((cause, message, path) -> {
            failed = true;
            LOG.error("broker.failed path={} reason={}", path, message);
            fatalErrors.report(FatalErrorHandler.Cause.DISK, "journal of the broker", cause);
        });
        server.getActiveMQServer().registerActivateCallback(new ActivateCallback() {
            @Override
            public void preDeActivate() {
                reportUnexpectedStop();
            }
        });
    }

    private void create() throws Exception {
        server.setConfiguration(configuration());
        server.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users()));
        server.createActiveMQServer();
        List.of(new GuardCore(), new ReadableAmqp(), new StompRules())
                .forEach(server.getActiveMQServer().getServiceRegistry()::addIncomingInterceptor);
        List.of(
                        new LimitFrames((int) settings.clients().largestFrame().toBytes()),
                        new AdmitMessages(settings.clients().largestMessage()),
                        new KeepEverything(),
                        new RouteToShard(server.getActiveMQServer(), applications))
                .forEach(server.getActiveMQServer()::registerBrokerPlugin);
    }

    /**
     * Reports that Artemis stopped by itself, which its critical analyzer does when a component hangs. Nothing restarts
     * it.
     */
    private void reportUnexpectedStop() {
        if (!stopping && !failed) {
            failed = true;
            fatalErrors.report(
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
        // Read at the start only: later changes would not be checked for settings that lose events.
        configuration.setConfigurationFileRefreshPeriod(-1);
        configuration.setJournalDirectory(folder("journal"));
        configuration.setBindingsDirectory(folder("bindings"));
        configuration.setPagingDirectory(folder("paging"));
        configuration.setLargeMessagesDirectory(folder("large-messages"));
        configuration.setMinDiskFree(settings.minimumFreeDisk().toBytes());
        configuration.addAcceptorConfiguration(
                new TransportConfiguration(InVMAcceptorFactory.class.getName(), Map.of(), "in-vm"));
        new Acceptors(settings, ServerKey.of(settings.tls(), data)).addTo(configuration);
        Shards.ALL.forEach(shard -> addShard(configuration, shard));
        return configuration;
    }

    /** Adds a queue that only this node sends to and reads; a custom {@code broker.xml} need not name it. */
    private static void addShard(Configuration configuration, String name) {
        AddressSettings ofEvents = configuration.getAddressSettings().get(Addresses.EVENTS);
        if (ofEvents != null) {
            configuration.addAddressSetting(name, ofEvents);
        }
        configuration.putSecurityRoles(name, Set.of(Producers.nodeRights()));
        configuration.addAddressConfiguration(new CoreAddressConfiguration()
                .setName(name)
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfiguration(
                        QueueConfiguration.of(name).setAddress(name).setRoutingType(RoutingType.ANYCAST)));
    }

    private String folder(String name) {
        return data.resolve("broker").resolve(name).toString();
    }

    private SecurityConfiguration users() {
        return Producers.users(
                settings.producers(), Map.of(AdmitMessages.NODE_USER, nodePassword, USER, data.secret(PASSWORD_FILE)));
    }

    public ActiveMQServerImpl server() {
        return (ActiveMQServerImpl) server.getActiveMQServer();
    }

    @Override
    public BrokerAccess access(Spooling spooling) {
        return new EmbeddedAccess(
                this::active, AdmitMessages.NODE_USER, nodePassword, remoteAccess(spooling), spooling);
    }

    /** Access through the client of Artemis and connections in memory. */
    RemoteAccess remoteAccess(Spooling spooling) {
        return new RemoteAccess(sessions(), this::isActive, spooling);
    }

    /** Sessions for this node. */
    BrokerSessions sessions() {
        return new BrokerSessions(
                () -> ActiveMQClient.createServerLocatorWithoutHA(
                        new TransportConfiguration(InVMConnectorFactory.class.getName())),
                AdmitMessages.NODE_USER,
                nodePassword);
    }

    private ActiveMQServer active() {
        if (!isActive()) {
            throw new BrokerUnavailableException("The broker is not available", null);
        }
        return server.getActiveMQServer();
    }

    @Override
    public String nodeId() {
        return server.getActiveMQServer().getNodeID().toString();
    }

    @Override
    public boolean isShared() {
        return false;
    }

    /** Omits the queue of ordered events if a custom {@code broker.xml} does not define it yet. */
    @Override
    public List<String> eventQueues() {
        return Stream.concat(Stream.of(Addresses.EVENTS, Addresses.ORDERED), Shards.ALL.stream())
                .filter(name -> server.getActiveMQServer().locateQueue(name) != null)
                .toList();
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
        return located(queue).getMessageCount();
    }

    @Override
    public boolean hasUndelivered(String queue) {
        Queue found = located(queue);
        return found.getMessageCount() > found.getDeliveringCount() + found.getScheduledCount();
    }

    @Override
    public Optional<QueueHead> head(String queue) {
        awaitArrivals(queue);
        return ask(queue, control -> QueueHead.parse(control.peekFirstMessageAsJSON()));
    }

    private Queue located(String queue) {
        awaitArrivals(queue);
        return server.getActiveMQServer().locateQueue(queue);
    }

    /**
     * Waits until the queue has taken in what was stored before, which it does a moment later on a thread of its own.
     * {@link Queue#flushExecutor} overlooks work that has not begun, and the queue's executor takes in a thousand messages at a time.
     */
    private void awaitArrivals(String queue) {
        Queue found = server.getActiveMQServer().locateQueue(queue);
        if (found == null || !isActive()) {
            return;
        }
        CountDownLatch takenIn = new CountDownLatch(1);
        found.flushOnIntermediate(takenIn::countDown);
        try {
            takenIn.await(ARRIVALS_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean remove(String queue, long messageId) {
        return ask(queue, control -> control.removeMessage(messageId));
    }

    @Override
    public boolean moveToDead(String queue, long messageId) {
        return ask(queue, control -> control.moveMessage(messageId, Addresses.DEAD));
    }

    private interface Operation<T> {
        T run(QueueControl control) throws Exception;
    }

    private <T> T ask(String queue, Operation<T> operation) {
        try {
            Object control = server.getActiveMQServer().getManagementService().getResource(ResourceNames.QUEUE + queue);
            if (control instanceof QueueControl queueControl) {
                return operation.run(queueControl);
            }
        } catch (Exception e) {
            throw new BrokerUnavailableException("The broker does not answer: " + e.getMessage(), e);
        }
        throw new BrokerUnavailableException("The broker has no queue " + queue, null);
    }

    /**
     * Takes a consistent image of the broker's files, to be copied while it runs. Publishers wait while the image is
     * taken, not while it is copied. Only one image may be open.
     *
     * @param moment called while nothing is written to or acknowledged in the journal
     * @throws BrokerBusyException when the locks are not acquired within 2 s, or would be held longer; nothing was
     *     changed
     */
    public JournalImage image(JournalImage.Moment moment) throws Exception {
        TakeJournalImage take = takeImage;
        if (take == null || !isActive()) {
            throw new BrokerBusyException("The broker is not running");
        }
        return take.take(moment);
    }

    /** Minimum free disk space in bytes; with less the broker refuses events. */
    public long minimumFreeDisk() {
        return settings.minimumFreeDisk().toBytes();
    }

    void stop() throws Exception {
        stopping = true;
        server.stop();
    }
}
