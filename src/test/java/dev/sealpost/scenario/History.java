package dev.sealpost.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What senders, receiver and executioner wrote down in one run.
 *
 * @param intents by token
 * @param acked tokens of the events that the application said it keeps
 * @param receipts in the order of the receiver's file
 * @param deaths deliveries whose schedule is exhausted
 * @param kills when the process was surely gone and the receiver silent, ascending
 */
record History(
        Map<String, Intent> intents,
        Set<String> acked,
        List<Receipt> receipts,
        Set<DeadDelivery> deaths,
        List<Instant> kills) {

    static final String INTENTS = "intents.log";
    static final String ACKED = "acked.log";
    static final String RECEIPTS = "receipts.log";

    /** A dead letter. */
    record DeadDelivery(String eventId, String path) {}

    History {
        intents = Map.copyOf(intents);
        acked = Set.copyOf(acked);
        receipts = List.copyOf(receipts);
        deaths = Set.copyOf(deaths);
        kills = List.copyOf(kills);
    }

    /** Reads the three files of a run. */
    static History read(Path folder, Set<DeadDelivery> deaths, List<Instant> kills) throws IOException {
        Map<String, Intent> intents = Files.readAllLines(folder.resolve(INTENTS)).stream()
                .map(Intent::parse)
                .collect(Collectors.toMap(Intent::token, Function.identity()));
        Set<String> acked = Set.copyOf(Files.readAllLines(folder.resolve(ACKED)));
        List<Receipt> receipts = Files.readAllLines(folder.resolve(RECEIPTS)).stream()
                .map(Receipt::parse)
                .toList();
        return new History(intents, acked, receipts, deaths, kills);
    }
}
