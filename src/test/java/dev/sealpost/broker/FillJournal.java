package dev.sealpost.broker;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.node.DataDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Puts events into the journal of a node that is stopped, as if producers had sent them while nobody took them out. */
public final class FillJournal {

    private FillJournal() {}

    /**
     * Fills the journal and ends.
     *
     * @param arguments the data directory, the id of an application, types separated by commas, how many events, the bytes of each
     *     payload
     */
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[3]);
        String filling = "x".repeat(Math.max(0, Integer.parseInt(arguments[4]) - 40));
        List<Map<String, String>> properties = Arrays.stream(arguments[2].split(",", -1))
                .map(type -> Map.of("sealpost_application", arguments[1], "sealpost_type", type))
                .toList();
        try (DataDirectory data = DataDirectory.open(Path.of(arguments[0]))) {
            EmbeddedBroker broker = Brokers.in(data);
            broker.start();
            try (FastProducer producer = new FastProducer(broker.sessions().openToSend())) {
                for (int number = 1; number <= count; number++) {
                    String payload = "{\"token\":\"p-" + number + "\",\"filling\":\"" + filling + "\"}";
                    producer.send(
                            properties.get(number % properties.size()), payload.getBytes(StandardCharsets.US_ASCII));
                }
                producer.awaitConfirmed();
            }
            System.out.println("waiting in the broker: " + broker.count(Addresses.EVENTS));
            broker.stop();
        }
        System.exit(0);
    }
}
