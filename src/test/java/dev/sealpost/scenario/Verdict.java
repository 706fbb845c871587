package dev.sealpost.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Result of the ledger: figures to print, and one list for each kind of error. */
record Verdict(
        Map<String, Long> figures,
        List<String> lost,
        List<String> invented,
        List<String> altered,
        List<String> unsigned,
        List<String> renamed,
        List<String> uselessDeaths,
        Ledger.Repeats repeats) {

    private static final int SHOWN = 5;

    /** One sentence for each thing that is wrong; empty when the ledger balances. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        report(problems, "accepted but not delivered", lost);
        report(problems, "received but never sent there", invented);
        report(problems, "received with other bytes than sent", altered);
        report(problems, "received with a signature that does not hold", unsigned);
        report(problems, "accepted twice", renamed);
        report(problems, "dead although received", uselessDeaths);
        report(problems, "repeated although nothing was killed", repeats.withoutKill());
        if (!repeats.bounded() && repeats.withoutKill().isEmpty()) {
            problems.add("repeats per kill " + repeats.perKill() + " exceed the in-flight limit " + repeats.limit());
        }
        return problems;
    }

    private static void report(List<String> problems, String what, List<String> found) {
        if (!found.isEmpty()) {
            problems.add(what + ": " + found.size() + " such as "
                    + found.stream().limit(SHOWN).toList());
        }
    }

    String table() {
        StringBuilder table = new StringBuilder();
        figures.forEach((name, count) -> table.append(String.format("  %-32s %,10d%n", name, count)));
        row(table, "accepted but not delivered", lost.size());
        row(table, "received but never sent", invented.size());
        row(table, "altered bytes", altered.size());
        row(table, "signature does not hold", unsigned.size());
        row(table, "accepted twice", renamed.size());
        row(table, "repeats without a kill", repeats.withoutKill().size());
        table.append(String.format("  %-32s %s, limit %d%n", "repeats per kill", repeats.perKill(), repeats.limit()));
        return table.toString();
    }

    private static void row(StringBuilder table, String name, int count) {
        table.append(String.format("  %-32s %,10d%n", name, count));
    }
}
