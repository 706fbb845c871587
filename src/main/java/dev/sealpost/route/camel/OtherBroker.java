package dev.sealpost.route.camel;

import java.net.URI;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Another message broker, under {@code sealpost.brokers.<name>}.
 *
 * @param url {@code tcp://} for Artemis, or {@code amqp://} or {@code amqps://} for any broker with AMQP 1.0
 * @param user default: none
 * @param password default: none
 */
public record OtherBroker(
        @DefaultValue("") String url,
        @DefaultValue("") String user,
        @DefaultValue("") String password) {

    public static final String PREFIX = "sealpost.brokers";

    private static final Set<String> SCHEMES = Set.of("tcp", "amqp", "amqps");

    public OtherBroker {
        int end = url.indexOf(':');
        if (end < 0 || !SCHEMES.contains(url.substring(0, end))) {
            throw new IllegalArgumentException(
                    PREFIX
                            + ".<name>.url must begin with tcp:// (Artemis), amqp:// or amqps://, such as amqp://broker.example.com:5672");
        }
        URI.create(url);
    }

    boolean isAmqp() {
        return url.startsWith("amqp");
    }

    /** Omits the password, and the URL, which may contain one. */
    @Override
    public String toString() {
        return "OtherBroker[user=" + user + "]";
    }
}
