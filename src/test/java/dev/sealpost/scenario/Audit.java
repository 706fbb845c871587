package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Compares what was sent, what was received and what the application's own books say, once it has stopped. */
record Audit(Installation installation, Town town, Books books, int inFlight) {

    /**
     * Prints both sides, and fails when anything is lost, invented, altered or repeated too often.
     *
     * @param killed when the application was killed, for the repeats that this excuses
     */
    History assertNothingLost(List<Instant> killed) throws IOException, SQLException {
        return assertNothingLost(killed, Duration.ZERO);
    }

    /** @param blur how inexact those times are */
    History assertNothingLost(List<Instant> killed, Duration blur) throws IOException, SQLException {
        Balance balance = books.balance();
        History history = History.read(installation.folder(), books.deaths(town.paths()), killed);
        Ledger ledger = new Ledger(history, inFlight, blur);
        Verdict verdict = ledger.check();
        System.out.println(verdict.table() + "  " + balance);

        assertThat(verdict.problems()).isEmpty();
        assertThat(balance.problems()).isEmpty();
        assertThat(balance.pending()).isZero();
        assertThat(balance.matched() + balance.unmatched()).isEqualTo(ledger.knownEvents());
        return history;
    }
}
