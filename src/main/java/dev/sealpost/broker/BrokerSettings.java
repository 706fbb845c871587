package dev.sealpost.broker;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The broker: the embedded one, or an external one where a URL is given.
 *
 * @param host the address the ports of the embedded one listen on. Default: loopback.
 * @param corePort for Artemis' own protocol (JMS). Default 61616; 0 switches it off.
 * @param amqpPort for AMQP 1.0. Default 5672; 0 switches it off.
 * @param mqttPort for MQTT 5 and 3.1.1. Default 0: off.
 * @param stompPort for STOMP 1.0 to 1.2. Default 0: off.
 * @param minimumFreeDisk below this much free space events are refused; deliveries go on. Default 1 GB.
 * @param sendTimeout how long a publisher waits for the journal. Default 10 s.
 * @param tls what the ports are encrypted with. Default: they are not.
 * @param clients what one port takes from its clients
 * @param producers who may send events besides the user of this node, by name
 * @param external which broker is used in place of the embedded one
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
     * The key of the ports, and the certificate that goes with it.
     *
     * @param keyStore a file with both, PKCS12 or JKS
     * @param certificate in place of that, a file with the certificate in PEM, and those that signed it
     * @param privateKey the file with its key in PEM (PKCS#8, or as OpenSSL writes it)
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
     * @param connections at once; more are closed as they come. Default 1000.
     * @param silence after which a connection is closed; clients of JMS, AMQP and MQTT give signs of life by themselves.
     *     Default and least: 60 s.
     * @param largestFrame of Core, MQTT and STOMP; who sends more is cut off. Default 2 MB, which has room for a payload of
     *     1 MiB.
     * @param largestMessage the body of one message, compressed or not; a larger one is refused, and where that cannot be said, its
     *     beginning is parked. Default 16 MB.
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
                throw new IllegalArgumentException("sealpost.broker.clients.connections is at least 1");
            }
            // Artemis' own clients give a sign of life every 30 s.
            if (silence.compareTo(LEAST_SILENCE) < 0 || silence.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("sealpost.broker.clients.silence is 60s to 1d");
            }
            // An event has up to 1 MiB.
            if (largestMessage.compareTo(LEAST_MESSAGE) < 0 || largestMessage.compareTo(MOST_MESSAGE) > 0) {
                throw new IllegalArgumentException("sealpost.broker.clients.largest-message is 1MB to 1024MB");
            }
            // JMS clients send up to 100 KiB in one frame, and the rest in more of them.
            if (largestFrame.compareTo(LEAST_FRAME) < 0 || largestFrame.compareTo(MOST_FRAME) > 0) {
                throw new IllegalArgumentException("sealpost.broker.clients.largest-frame is 256KB to 256MB");
            }
        }
    }

    /**
     * Somebody who may send events and do nothing else.
     *
     * @param passwordFile a file with the password, in place of it
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
     * A broker that nodes share.
     *
     * @param url {@code tcp://host:61616}, or {@code (tcp://a:61616,tcp://b:61616)?ha=true} for a pair; with any parameter
     *     of an Artemis connector. Empty: the embedded broker.
     * @param trustStore a file with the certificates to trust, PKCS12 or JKS; given, the connection is encrypted
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

        /** Without the secrets; a URL may hold some too. */
        @Override
        public String toString() {
            return "External[given=" + isGiven() + ", user=" + user + "]";
        }
    }
}
