package dev.sealpost.broker;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the broker: embedded, or external if a URL is given.
 *
 * @param host listen address of the embedded broker. Default: loopback.
 * @param corePort for Artemis' own protocol (JMS). Default 61616; 0 switches it off.
 * @param amqpPort for AMQP 1.0. Default 5672; 0 switches it off.
 * @param mqttPort for MQTT 5 and 3.1.1. Default 0: off.
 * @param stompPort for STOMP 1.0 to 1.2. Default 0: off.
 * @param minimumFreeDisk events are refused when less disk space is free; deliveries continue. Default 1 GB.
 * @param sendTimeout how long a publisher waits for the journal. Default 10 s.
 * @param tls key and certificate of the ports. Default: no TLS.
 * @param clients limits of each port
 * @param producers additional users that may send events, by name
 * @param external the broker to use in place of the embedded one
 */
@ConfigurationProperties(prefix = "sealpost.broker", ignoreUnknownFields = false)
public record BrokerSettings(
        @DefaultValue("127.0.0.1") String host,
        @DefaultValue("61616") int corePort,
        @DefaultValue("5672") int amqpPort,
        @DefaultValue("0") int mqttPort,
        @DefaultValue("0") int stompPort,
        @DefaultValue("1GB") DataSize minimumFreeDisk,
        @DefaultValue("10s") Duration sendTimeout,
        @DefaultValue Tls tls,
        @DefaultValue Clients clients,
        @DefaultValue Map<String, Producer> producers,
        @DefaultValue External external) {

    public BrokerSettings {
        producers = Map.copyOf(producers);
        if (external.isGiven() && !(producers.isEmpty() && mqttPort == 0 && stompPort == 0 && !tls.isGiven())) {
            throw new IllegalArgumentException(
                    "sealpost.broker.producers, tls, mqtt-port and stomp-port are for the embedded"
                            + " broker, and SEALPOST_BROKER_URL names an external one: set them up there (docs/cluster.md), and"
                            + " leave them out here.");
        }
    }

    /**
     * Private key and certificate of the ports.
     *
     * @param keyStore a PKCS12 or JKS file with both
     * @param certificate PEM file with the certificate chain, in place of a key store
     * @param privateKey PEM file with the private key (PKCS#8 or OpenSSL format)
     * @param password of the key store or of an encrypted private key
     */
    public record Tls(
            @DefaultValue("") String keyStore,
            @DefaultValue("") String certificate,
            @DefaultValue("") String privateKey,
            @DefaultValue("") String password) {

        public boolean isGiven() {
            return !(keyStore.isBlank() && certificate.isBlank() && privateKey.isBlank());
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Tls[keyStore=" + keyStore + ", certificate=" + certificate + ", privateKey=" + privateKey + "]";
        }
    }

    /**
     * Limits of each port.
     *
     * @param connections maximum number of connections; further ones are closed on arrival. Default 1000.
     * @param silence idle time after which a connection is closed; JMS, AMQP and MQTT clients send keep-alives. Default
     *     and minimum: 60 s.
     * @param largestFrame maximum frame size of Core, MQTT and STOMP; a client that sends more is disconnected. Default
     *     2 MB, which has room for a payload of 1 MiB.
     * @param largestMessage maximum body size, compressed and uncompressed. A larger message is rejected, or parked
     *     truncated if its sender awaits no answer. Default 16 MB.
     */
    public record Clients(
            @DefaultValue("1000") int connections,
            @DefaultValue("60s") Duration silence,
            @DefaultValue("2MB") DataSize largestFrame,
            @DefaultValue("16MB") DataSize largestMessage) {

        private static final Duration LEAST_SILENCE = Duration.ofSeconds(60);
        private static final DataSize LEAST_FRAME = DataSize.ofKilobytes(256);
        private static final DataSize MOST_FRAME = DataSize.ofMegabytes(256);
        private static final DataSize LEAST_MESSAGE = DataSize.ofMegabytes(1);
        private static final DataSize MOST_MESSAGE = DataSize.ofMegabytes(1024);

        public Clients {
            if (connections < 1) {
                throw new IllegalArgumentException("sealpost.broker.clients.connections must be at least 1");
            }
            // Artemis clients ping every 30 s.
            if (silence.compareTo(LEAST_SILENCE) < 0 || silence.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("sealpost.broker.clients.silence must be from 60s to 1d");
            }
            // An event may have 1 MiB.
            if (largestMessage.compareTo(LEAST_MESSAGE) < 0 || largestMessage.compareTo(MOST_MESSAGE) > 0) {
                throw new IllegalArgumentException(
                        "sealpost.broker.clients.largest-message must be from 1MB to 1024MB");
            }
            // JMS clients split larger messages into frames of 100 KiB.
            if (largestFrame.compareTo(LEAST_FRAME) < 0 || largestFrame.compareTo(MOST_FRAME) > 0) {
                throw new IllegalArgumentException("sealpost.broker.clients.largest-frame must be from 256KB to 256MB");
            }
        }
    }

    /**
     * User that may only send events.
     *
     * @param passwordFile file with the password, in place of {@code password}
     */
    public record Producer(
            @DefaultValue("") String password,
            @DefaultValue("") String passwordFile) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Producer[passwordFile=" + passwordFile + "]";
        }
    }

    /**
     * Settings of a broker that nodes share.
     *
     * @param url {@code tcp://host:61616}, or {@code (tcp://a:61616,tcp://b:61616)?ha=true} for a pair; with any
     *     parameter of an Artemis connector. Empty: the embedded broker.
     * @param trustStore PKCS12 or JKS file with the trusted certificates; enables TLS
     */
    public record External(
            @DefaultValue("") String url,
            @DefaultValue("") String user,
            @DefaultValue("") String password,
            @DefaultValue("") String trustStore,
            @DefaultValue("") String trustStorePassword) {

        /** No external broker. */
        public static final External NONE = new External("", "", "", "", "");

        public boolean isGiven() {
            return !url.isBlank();
        }

        /** Omits secrets, which the URL may contain too. */
        @Override
        public String toString() {
            return "External[given=" + isGiven() + ", user=" + user + "]";
        }
    }
}
