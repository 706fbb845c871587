package dev.sealpost.broker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The embedded broker.
 *
 * @param host the address its ports listen on. Default: loopback.
 * @param corePort for Artemis' own protocol (JMS). Default 61616; 0 switches it off.
 * @param amqpPort for AMQP 1.0. Default 5672; 0 switches it off.
 * @param minimumFreeDisk below this much free space events are refused; deliveries go on. Default 1 GB.
 * @param sendTimeout how long a publisher waits for the journal. Default 10 s.
 */
@ConfigurationProperties(prefix = "sealpost.broker", ignoreUnknownFields = false)
public record BrokerSettings(
        @DefaultValue("127.0.0.1") String host,
        @DefaultValue("61616") int corePort,
        @DefaultValue("5672") int amqpPort,
        @DefaultValue("1GB") DataSize minimumFreeDisk,
        @DefaultValue("10s") Duration sendTimeout) {}
