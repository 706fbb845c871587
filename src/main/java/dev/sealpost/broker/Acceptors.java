package dev.sealpost.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;

/** The ports of the embedded broker: one protocol each, with the same limits and the same key. */
final class Acceptors {

    private final BrokerSettings settings;
    private final Optional<ServerKey> key;

    Acceptors(BrokerSettings settings, Optional<ServerKey> key) {
        this.settings = settings;
        this.key = key;
    }

    /** @throws IllegalStateException when a port is taken, with the variable that sets another */
    void addTo(Configuration configuration) {
        // Applies to AMQP and Core; without it a Core client chooses its own TTL.
        configuration.setConnectionTTLOverride(settings.clients().silence().toMillis());
        listen(configuration, Port.CORE, settings.corePort());
        listen(configuration, Port.AMQP, settings.amqpPort());
        listen(configuration, Port.MQTT, settings.mqttPort());
        listen(configuration, Port.STOMP, settings.stompPort());
    }

    private enum Port {
        CORE,
        AMQP {
            @Override
            Map<String, Object> more(BrokerSettings.Clients clients) {
                // Artemis streams a larger message to a file; its properties cannot be rewritten then.
                return Map.of("amqpMinLargeMessageSize", AMQP_IN_MEMORY);
            }
        },
        MQTT {
            @Override
            Map<String, Object> more(BrokerSettings.Clients clients) {
                return Map.of(
                        "maximumPacketSize",
                        clients.largestFrame().toBytes(),
                        "serverKeepAlive",
                        clients.silence().toSeconds(),
                        // Nobody may subscribe, so no session needs to outlive its connection.
                        "defaultMqttSessionExpiryInterval",
                        "0",
                        // A refused message would also lose the alias that later messages rely on.
                        "topicAliasMaximum",
                        "0");
            }
        },
        STOMP;

        /** Room for a payload of 1 MiB and its headers, in bytes. */
        private static final int AMQP_IN_MEMORY = 1536 * 1024;

        Map<String, Object> more(BrokerSettings.Clients clients) {
            return Map.of();
        }

        String variable() {
            return "SEALPOST_BROKER_" + name() + "_PORT";
        }
    }

    private void listen(Configuration configuration, Port protocol, int port) {
        if (port == 0) {
            return;
        }
        requireFree(port, protocol.variable());
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("host", settings.host());
        parameters.put("port", Integer.toString(port));
        parameters.put("protocols", protocol.name());
        parameters.put("tcpNoDelay", "true");
        parameters.put("connectionsAllowed", Integer.toString(settings.clients().connections()));
        parameters.put(
                "connectionTtl", Long.toString(settings.clients().silence().toMillis()));
        key.ifPresent(given -> parameters.putAll(given.parameters()));
        Map<String, Object> more = new HashMap<>();
        protocol.more(settings.clients()).forEach((name, value) -> more.put(name, value.toString()));
        configuration.addAcceptorConfiguration(new TransportConfiguration(
                NettyAcceptorFactory.class.getName(),
                parameters,
                protocol.name().toLowerCase(Locale.ROOT),
                more));
    }

    /** Fails fast; Artemis itself would retry for a minute. */
    private void requireFree(int port, String variable) {
        try {
            new ServerSocket(port, 1, InetAddress.getByName(settings.host())).close();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The broker cannot listen on " + settings.host() + ":" + port + " (" + e.getMessage() + "). Set "
                            + variable + " to a free port, or to 0 to disable it.",
                    e);
        }
    }
}
