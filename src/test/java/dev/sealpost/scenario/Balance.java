package dev.sealpost.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * What the application's own books say after it stopped, in two units that are never mixed: events (accepted as matched or
 * unmatched) and deliveries.
 *
 * @param events rows of the table {@code event}
 * @param pending rows of the table {@code due_delivery}
 * @param deadLetters rows of the table {@code ended_delivery} that are dead
 */
record Balance(
        long events,
        long matched,
        long unmatched,
        long owed,
        long delivered,
        long dead,
        long expired,
        long cancelled,
        long pending,
        long deadLetters) {

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (events != matched + unmatched) {
            problems.add("events kept " + events + " != matched " + matched + " + unmatched " + unmatched);
        }
        if (owed != delivered + dead + expired + cancelled + pending) {
            problems.add("owed " + owed + " != delivered " + delivered + " + dead " + dead + " + expired " + expired
                    + " + cancelled " + cancelled + " + pending " + pending);
        }
        if (dead != deadLetters) {
            problems.add("dead counted " + dead + " != dead letters kept " + deadLetters);
        }
        return problems;
    }
}
