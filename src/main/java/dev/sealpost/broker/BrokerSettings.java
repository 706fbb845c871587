package dev.sealpost.broker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The broker: the embedded one, or an external one where a URL is given.
 *
 * @param host the address the ports of the embedded one listen on. Default: loopback.
 * @param corePort for Artemis' own protocol (JMS). Default 61616; 0 switches it off.
 * @param amqpPort for AMQP 1.0. Default 5672; 0 switches it off.
 * @param minimumFreeDisk below this much free space events are refused; deliveries go on. Default 1 GB.
 * @param sendTimeout how long a publisher waits for the journal. Default 10 s.
 * @param external which broker is used in place of the embedded one
 */
@ConfigurationProperties(prefix = "sealpost.broker", ignoreUnknownFields = false)
public record BrokerSettings(
        @DefaultValue("127.0.0.1") String host,
        @DefaultValue("61616") int corePort,
        @DefaultValue("5672") int amqpPort,
        @DefaultValue("1GB") DataSize minimumFreeDisk,
        @DefaultValue("10s") Duration sendTimeout,
        @DefaultValue External external) {

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
