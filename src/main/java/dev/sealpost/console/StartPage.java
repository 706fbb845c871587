package dev.sealpost.console;

import dev.sealpost.broker.BrokerSettings;
import dev.sealpost.broker.EmbeddedBroker;
import dev.sealpost.log.LogMessage;
import dev.sealpost.node.DataDirectory;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Logs the addresses once the node is ready: the first start of a data directory with three commands to copy, later
 * ones with one line. Names the files of secrets, never their values.
 */
@Component
class StartPage {

    private static final Logger LOG = LoggerFactory.getLogger(StartPage.class);
    private static final String API = "/api/v1";

    private final Environment environment;
    private final BrokerSettings broker;
    private final DataDirectory data;
    private final ConsolePassword password;

    StartPage(Environment environment, BrokerSettings broker, DataDirectory data, ConsolePassword password) {
        this.environment = environment;
        this.broker = broker;
        this.data = data;
        this.password = password;
    }

    @EventListener
    void log(ApplicationReadyEvent ready) {
        String port = environment.getProperty("local.server.port", environment.getProperty("server.port", "8080"));
        LOG.info(LogMessage.PAGE, text("http://localhost:" + port));
    }

    String text(String base) {
        String receiver = environment.getProperty("sealpost.console.example-receiver", "https://example.com/webhooks");
        return password.firstStart() ? firstStart(base, receiver) : laterStart(base);
    }

    private String laterStart(String base) {
        return "Sealpost is ready: API " + base + API + ", console " + base + ConsoleSecurity.HAWTIO + ", broker "
                + String.join(", ", brokerPorts());
    }

    private String firstStart(String base, String receiver) {
        return """
                Sealpost is ready.

                  API      %s  (token in %s)
                  Console  %s  (user %s, password in %s)
                  Broker   %s

                Three lines to copy: create an application with an endpoint, post a message, read its attempts.

                %s && %s

                %s

                %s
                """.formatted(
                        base + API,
                        data.resolve("api-token"),
                        base + ConsoleSecurity.HAWTIO,
                        ConsoleSecurity.USER,
                        data.resolve(ConsolePassword.FILE),
                        broker(),
                        curl(base + "/api/v1/app", "{\"name\":\"Example\",\"uid\":\"example\"}"),
                        curl(base + "/api/v1/app/example/endpoint", "{\"uid\":\"first\",\"url\":\"" + receiver + "\"}"),
                        curl(
                                base + "/api/v1/app/example/msg",
                                "{\"eventType\":\"invoice.paid\",\"eventId\":\"first\",\"payload\":{\"total\":12.50}}"),
                        curl(base + "/api/v1/app/example/attempt/msg/first"));
    }

    private String broker() {
        String ports = String.join(", ", brokerPorts());
        return broker.external().isGiven()
                ? ports
                : ports + "  (user " + EmbeddedBroker.USER + ", password in "
                        + data.resolve(EmbeddedBroker.PASSWORD_FILE) + ")";
    }

    private List<String> brokerPorts() {
        List<String> ports = new ArrayList<>();
        if (broker.external().isGiven()) {
            return List.of("external");
        }
        if (broker.corePort() != 0) {
            ports.add("tcp://" + broker.host() + ":" + broker.corePort());
        }
        if (broker.amqpPort() != 0) {
            ports.add("amqp://" + broker.host() + ":" + broker.amqpPort());
        }
        if (broker.mqttPort() != 0) {
            ports.add("mqtt://" + broker.host() + ":" + broker.mqttPort());
        }
        if (broker.stompPort() != 0) {
            ports.add("stomp://" + broker.host() + ":" + broker.stompPort());
        }
        return ports.isEmpty() ? List.of("no port is open") : ports;
    }

    private String curl(String url, String body) {
        return curl(url) + " -H 'Content-Type: application/json' -d '" + body + "'";
    }

    private String curl(String url) {
        return "curl -sS " + url + " -H \"Authorization: Bearer $(cat '" + data.resolve("api-token") + "')\"";
    }
}
