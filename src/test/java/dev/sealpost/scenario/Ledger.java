package dev.sealpost.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Balances a history after everything was drained (the total-queue check of Jepsen, with fan-out): nothing accepted is
 * missing, nothing was invented, what was repeated had been in flight at a kill, and no byte differs between attempts.
 */
final class Ledger {

    /** One event at one path. */
    private record Owed(String token, String path) {}

    private final History history;
    private final int inFlightLimit;
    private final Duration blur;

    /** @param inFlightLimit how many deliveries may be repeated for each kill */
    Ledger(History history, int inFlightLimit) {
        this(history, inFlightLimit, Duration.ZERO);
    }

    /**
     * @param blur how inexact the times of the kills are: where others go on, nobody sees when the last request of the one
     *     that was killed was answered
     */
    Ledger(History history, int inFlightLimit, Duration blur) {
        this.history = history;
        this.inFlightLimit = inFlightLimit;
        this.blur = blur;
    }

    Verdict check() {
        return new Verdict(figures(), lost(), invented(), altered(), unsigned(), renamed(), uselessDeaths(), repeats());
    }

    /** Events that are surely known to the application: it said so, or they arrived. */
    long knownEvents() {
        Set<String> known = new HashSet<>(history.acked());
        history.receipts().stream()
                .map(Receipt::token)
                .filter(history.intents()::containsKey)
                .forEach(known::add);
        return known.size();
    }

    private Map<String, Long> figures() {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("events sent", (long) history.intents().size());
        figures.put("  answered as kept", (long) history.acked().size());
        figures.put("  kept without an answer", knownEvents() - history.acked().size());
        figures.put("deliveries owed", owed().size() + 0L);
        figures.put("  received (2xx)", (long) delivered().size());
        figures.put("  dead letters", (long) history.deaths().size());
        figures.put("requests at the receiver", (long) history.receipts().size());
        figures.put("kills", (long) history.kills().size());
        return figures;
    }

    private Set<Owed> owed() {
        Set<Owed> owed = new HashSet<>();
        for (String token : history.acked()) {
            Optional.ofNullable(history.intents().get(token))
                    .ifPresent(intent -> intent.paths().forEach(path -> owed.add(new Owed(token, path))));
        }
        return owed;
    }

    private Set<Owed> delivered() {
        Set<Owed> delivered = new HashSet<>();
        history.receipts().stream()
                .filter(Receipt::acceptedByReceiver)
                .forEach(receipt -> delivered.add(new Owed(receipt.token(), receipt.path())));
        return delivered;
    }

    private Set<Owed> dead() {
        Map<String, String> tokens = new HashMap<>();
        history.receipts().forEach(receipt -> tokens.put(receipt.eventId(), receipt.token()));
        Set<Owed> dead = new HashSet<>();
        history.deaths()
                .forEach(death -> dead.add(
                        new Owed(tokens.getOrDefault(death.eventId(), "unseen:" + death.eventId()), death.path())));
        return dead;
    }

    private List<String> lost() {
        Set<Owed> missing = owed();
        missing.removeAll(delivered());
        missing.removeAll(dead());
        List<String> lost = new ArrayList<>();
        missing.forEach(owed -> lost.add(owed.token() + " at " + owed.path()));
        history.acked().stream()
                .filter(token -> !history.intents().containsKey(token))
                .forEach(token -> lost.add(token + " was answered as kept and never sent"));
        return lost;
    }

    private List<String> invented() {
        return history.receipts().stream()
                .filter(receipt -> !Optional.ofNullable(history.intents().get(receipt.token()))
                        .map(intent -> intent.paths().contains(receipt.path()))
                        .orElse(false))
                .map(receipt -> receipt.token() + " at " + receipt.path())
                .toList();
    }

    private List<String> altered() {
        return history.receipts().stream()
                .filter(receipt -> Optional.ofNullable(history.intents().get(receipt.token()))
                        .map(intent -> !intent.digest().equals(receipt.digest()))
                        .orElse(false))
                .map(receipt -> receipt.token() + " at " + receipt.path())
                .toList();
    }

    private List<String> unsigned() {
        return history.receipts().stream()
                .filter(receipt -> !receipt.signed())
                .map(receipt -> receipt.token() + " at " + receipt.path())
                .toList();
    }

    /** One event under two ids was accepted twice. */
    private List<String> renamed() {
        Map<String, Set<String>> ids = new TreeMap<>();
        history.receipts()
                .forEach(receipt -> ids.computeIfAbsent(receipt.token(), token -> new HashSet<>())
                        .add(receipt.eventId()));
        return ids.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> entry.getKey() + " as " + entry.getValue())
                .toList();
    }

    /** A dead letter for what the receiver had accepted cost a customer something that was there. */
    private List<String> uselessDeaths() {
        Set<Owed> both = dead();
        both.retainAll(delivered());
        return both.stream().map(owed -> owed.token() + " at " + owed.path()).toList();
    }

    /** A request after one that was answered 2xx is a repeat; it is charged to the first kill after that answer. */
    private Repeats repeats() {
        Map<Instant, Integer> perKill = new TreeMap<>();
        history.kills().forEach(kill -> perKill.put(kill, 0));
        List<String> withoutKill = new ArrayList<>();
        Map<Owed, Instant> answered = new HashMap<>();
        for (Receipt receipt : history.receipts()) {
            Owed owed = new Owed(receipt.token(), receipt.path());
            Optional<Instant> before = Optional.ofNullable(answered.get(owed));
            if (before.isPresent()) {
                charge(before.get(), receipt)
                        .ifPresentOrElse(
                                kill -> perKill.merge(kill, 1, Integer::sum),
                                () -> withoutKill.add(receipt.token() + " at " + receipt.path()));
            }
            if (receipt.acceptedByReceiver()) {
                answered.put(owed, receipt.at());
            }
        }
        return new Repeats(List.copyOf(perKill.values()), inFlightLimit, withoutKill);
    }

    private Optional<Instant> charge(Instant answered, Receipt repeat) {
        return history.kills().stream()
                .filter(kill ->
                        !kill.plus(blur).isBefore(answered) && kill.minus(blur).isBefore(repeat.at()))
                .findFirst();
    }

    /** Repeats of work whose completion the application could not know, by kill. */
    record Repeats(List<Integer> perKill, int limit, List<String> withoutKill) {

        Repeats {
            perKill = List.copyOf(perKill);
            withoutKill = List.copyOf(withoutKill);
        }

        boolean bounded() {
            return withoutKill.isEmpty() && perKill.stream().allMatch(count -> count <= limit);
        }
    }
}
