package dev.sealpost.bench;

import java.net.URL;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** Row (b): what somebody would write with Camel and Artemis alone, on the same broker settings as Sealpost's. */
final class PlainRoute {

    private static final ThreadLocal<SignedPost> SIGNER = ThreadLocal.withInitial(SignedPost::new);

    private PlainRoute() {}

    /** Arguments: folder of the broker, its port, URL of the receiver, number of consumers. Runs until it is killed. */
    public static void main(String[] arguments) throws Exception {
        broker(Path.of(arguments[0]), Integer.parseInt(arguments[1])).start();
        int consumers = Integer.parseInt(arguments[3]);
        DefaultCamelContext camel = new DefaultCamelContext();
        HttpComponent http = new HttpComponent();
        http.setMaxTotalConnections(200);
        http.setConnectionsPerRoute(200);
        http.setAutomaticRetriesDisabled(true);
        camel.addComponent("http", http);
        JmsComponent jms = new JmsComponent();
        jms.setConnectionFactory(new ActiveMQConnectionFactory("vm://0"));
        jms.setTransacted(true);
        jms.setLazyCreateTransactionManager(false);
        jms.setCacheLevelName("CACHE_CONSUMER");
        jms.setConcurrentConsumers(consumers);
        camel.addComponent("jms", jms);
        camel.addRoutes(route(arguments[2]));
        camel.start();
        new CountDownLatch(1).await();
    }

    private static RouteBuilder route(String receiver) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("jms:queue:events")
                        .routeId("plain")
                        .process(PlainRoute::sign)
                        .to(receiver);
            }
        };
    }

    private static void sign(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] payload = message.getBody(byte[].class);
        String id = message.getHeader("JMSMessageID", String.class).replace(':', '_');
        long now = Instant.now().getEpochSecond();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("webhook-id", id);
        message.setHeader("webhook-timestamp", now);
        message.setHeader("webhook-signature", SIGNER.get().signature(id, now, payload));
    }

    private static EmbeddedActiveMQ broker(Path folder, int port) throws Exception {
        URL file = Optional.ofNullable(PlainRoute.class.getClassLoader().getResource("broker.xml"))
                .orElseThrow(() -> new IllegalStateException("config/broker.xml is not on the class path"));
        FileConfiguration configuration = new FileConfiguration();
        FileDeploymentManager files = new FileDeploymentManager(file.toExternalForm());
        files.addDeployable(configuration);
        files.readConfiguration();
        configuration.setSecurityEnabled(false);
        configuration.setJournalDirectory(folder.resolve("journal").toString());
        configuration.setBindingsDirectory(folder.resolve("bindings").toString());
        configuration.setPagingDirectory(folder.resolve("paging").toString());
        configuration.setLargeMessagesDirectory(folder.resolve("large-messages").toString());
        configuration.addAcceptorConfiguration(
                new TransportConfiguration(InVMAcceptorFactory.class.getName(), Map.of(), "in-vm"));
        configuration.addAcceptorConfiguration(new TransportConfiguration(
                NettyAcceptorFactory.class.getName(),
                Map.of("host", "127.0.0.1", "port", port, "protocols", "CORE", "tcpNoDelay", true),
                "core"));
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration);
        return broker;
    }
}
