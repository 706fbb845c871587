package dev.sealpost.bench;

import dev.sealpost.scenario.Latencies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The one table of a run. */
final class Table {

    private final Map<String, Long> rates = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();

    /** @param key such as {@code a} or {@code c sqlite} */
    void rate(String key, String what, long perSecond) {
        rates.put(key, perSecond);
        lines.add(String.format("%-13s %-58s %,9d /s", "(" + key + ")", what, perSecond));
    }

    void latency(String what, Latencies latencies) {
        lines.add(String.format(
                "%-13s %-58s p50 %.1f ms, p99 %.1f ms (%,d)",
                "", what, latencies.milliseconds(0.5), latencies.milliseconds(0.99), latencies.count()));
    }

    /** Says more about the row above; nothing if it is empty. */
    void detail(String what) {
        if (!what.isEmpty()) {
            lines.add(String.format("%-13s   %s", "", what));
        }
    }

    void note(String line) {
        lines.add(line);
    }

    /** One rate over another, with its aim beside it; nothing when one of them was not measured. */
    void ratio(String of, String over, double aim) {
        Optional<Long> dividend = Optional.ofNullable(rates.get(of));
        Optional<Long> divisor = Optional.ofNullable(rates.get(over));
        if (dividend.isPresent() && divisor.isPresent()) {
            double ratio = dividend.get() / (double) divisor.get();
            lines.add(String.format(
                    "%-13s %.2f, aim %.2f: %s",
                    "(" + of + ")/(" + over + ")", ratio, aim, ratio >= aim ? "reached" : "NOT reached"));
        }
    }

    long highest() {
        return rates.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    Optional<Long> rate(String key) {
        return Optional.ofNullable(rates.get(key));
    }

    @Override
    public String toString() {
        return String.join(System.lineSeparator(), lines);
    }
}
