package dev.sealpost.broker;

import java.util.Locale;

/** Ways for strangers to send. */
public enum Protocol {
    CORE,
    AMQP,
    MQTT,
    STOMP;

    /** The name of the setting for its port. */
    String key() {
        return name().toLowerCase(Locale.ROOT) + "-port";
    }
}
