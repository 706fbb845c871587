package dev.sealpost.broker;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** Clients of Eclipse Paho, for MQTT 5. */
public final class MqttClients {

    private MqttClients() {}

    public static MqttConnectionOptions options(String user, String password) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(user);
        options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        options.setConnectionTimeout(20);
        options.setAutomaticReconnect(false);
        return options;
    }

    /**
     * A client that has connected.
     *
     * @param url such as {@code tcp://127.0.0.1:1883}
     */
    public static MqttClient connected(String url, MqttConnectionOptions options) throws MqttException {
        MqttClient client = new MqttClient(url, "test-" + System.nanoTime(), new MemoryPersistence());
        client.setTimeToWait(20_000);
        client.connect(options);
        return client;
    }

    public static MqttMessage aMessage(int qos, String body, Map<String, String> userProperties) {
        MqttProperties properties = new MqttProperties();
        properties.setUserProperties(userProperties.entrySet().stream()
                .map(each -> new UserProperty(each.getKey(), each.getValue()))
                .toList());
        return new MqttMessage(body.getBytes(StandardCharsets.UTF_8), qos, false, properties);
    }

    /** The user properties as a list with room for one name twice. */
    public static MqttProperties properties(UserProperty... each) {
        MqttProperties properties = new MqttProperties();
        properties.setUserProperties(List.of(each));
        return properties;
    }

    /** Without Paho's own forced end: that waits for an answer to its last packet, and there is none. */
    public static void end(MqttClient client) throws MqttException {
        if (client.isConnected()) {
            client.disconnect();
        }
        client.close(true);
    }
}
