package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<String, Intent> intents = new HashMap<>();
    private final Set<String> acked = new HashSet<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private final Set<History.DeadDelivery> deaths = new HashSet<>();
    private final List<Instant> kills = new ArrayList<>();

    @Test
    void balancesWhenEveryAcceptedEventArrivedEverywhereOnce() {
        sentAndAcked("one", "/a", "/b");
        received("one", "/a", 200, 1);
        received("one", "/b", 204, 2);

        assertThat(check(64).problems()).isEmpty();
    }

    @Test
    void reportsAnAcceptedEventThatDidNotArriveAtOneOfItsEndpoints() {
        sentAndAcked("one", "/a", "/b");
        received("one", "/a", 200, 1);

        assertThat(check(64).lost()).containsExactly("one at /b");
    }

    @Test
    void reportsAnAcceptedEventThatWasOnlyEverRefused() {
        sentAndAcked("one", "/a");
        received("one", "/a", 500, 1);

        assertThat(check(64).lost()).containsExactly("one at /a");
    }

    @Test
    void acceptsADeadLetterAsAnEnd() {
        sentAndAcked("one", "/a");
        received("one", "/a", 500, 1);
        deaths.add(new History.DeadDelivery("msg_one", "/a"));

        assertThat(check(64).problems()).isEmpty();
    }

    @Test
    void reportsADeadLetterForWhatTheReceiverHadAccepted() {
        sentAndAcked("one", "/a");
        received("one", "/a", 200, 1);
        deaths.add(new History.DeadDelivery("msg_one", "/a"));

        assertThat(check(64).uselessDeaths()).containsExactly("one at /a");
    }

    @Test
    void allowsAnUnansweredEventToArriveOrNot() {
        sent("arrived", "/a");
        sent("vanished", "/a");
        received("arrived", "/a", 200, 1);

        assertThat(check(64).problems()).isEmpty();
        assertThat(ledger(64).knownEvents()).isEqualTo(1);
    }

    @Test
    void reportsWhatNobodySent() {
        received("ghost", "/a", 200, 1);

        assertThat(check(64).invented()).containsExactly("ghost at /a");
    }

    @Test
    void reportsAnEventAtAnEndpointThatDidNotSubscribe() {
        sentAndAcked("one", "/a");
        received("one", "/a", 200, 1);
        received("one", "/b", 200, 2);

        assertThat(check(64).invented()).containsExactly("one at /b");
    }

    @Test
    void reportsOtherBytesThanSent() {
        sentAndAcked("one", "/a");
        receipts.add(new Receipt("msg_one", "/a", "one", "other", true, 200, START));

        assertThat(check(64).altered()).containsExactly("one at /a");
    }

    @Test
    void reportsASignatureThatDoesNotHold() {
        sentAndAcked("one", "/a");
        receipts.add(new Receipt("msg_one", "/a", "one", "digest-one", false, 200, START));

        assertThat(check(64).unsigned()).containsExactly("one at /a");
    }

    @Test
    void reportsOneEventUnderTwoIds() {
        sentAndAcked("one", "/a", "/b");
        received("one", "/a", 200, 1);
        receipts.add(new Receipt("msg_again", "/b", "one", "digest-one", true, 200, START));

        assertThat(check(64).renamed()).hasSize(1);
    }

    @Test
    void chargesARepeatToTheKillThatCutItsSettlingOff() {
        sentAndAcked("one", "/a");
        kills.addAll(List.of(at(5), at(10)));
        received("one", "/a", 200, 4);
        received("one", "/a", 200, 12);

        assertThat(check(1).repeats().perKill()).containsExactly(1, 0);
        assertThat(check(1).problems()).isEmpty();
    }

    @Test
    void reportsMoreRepeatsThanWereInFlight() {
        kills.add(at(5));
        for (String token : List.of("one", "two")) {
            sentAndAcked(token, "/a");
            received(token, "/a", 200, 4);
            received(token, "/a", 200, 6);
        }

        assertThat(check(1).problems()).singleElement().asString().contains("[2] exceed the in-flight limit 1");
        assertThat(check(2).problems()).isEmpty();
    }

    @Test
    void reportsARepeatThatNoKillExplains() {
        sentAndAcked("one", "/a");
        kills.add(at(9));
        received("one", "/a", 200, 1);
        received("one", "/a", 200, 2);

        assertThat(check(64).repeats().withoutKill()).containsExactly("one at /a");
    }

    @Test
    void takesARetryAfterARefusalForNoRepeat() {
        sentAndAcked("one", "/a");
        received("one", "/a", 500, 1);
        received("one", "/a", 200, 2);

        assertThat(check(0).problems()).isEmpty();
    }

    @Test
    void readsBackWhatItWrote() {
        Intent intent = new Intent("one", Set.of("/a", "/b"), "digest");
        Receipt receipt = new Receipt("msg_one", "/a", "one", "digest", true, 200, at(3));

        assertThat(Intent.parse(intent.line())).isEqualTo(intent);
        assertThat(Intent.parse(new Intent("one", Set.of(), "digest").line()).paths())
                .isEmpty();
        assertThat(Receipt.parse(receipt.line())).isEqualTo(receipt);
    }

    @Test
    void seesBooksThatDoNotAddUp() {
        assertThat(new Balance(3, 2, 1, 4, 2, 1, 0, 0, 1, 1).problems()).isEmpty();
        assertThat(new Balance(4, 2, 1, 4, 2, 1, 0, 0, 1, 1).problems()).hasSize(1);
        assertThat(new Balance(3, 2, 1, 5, 2, 1, 0, 0, 1, 1).problems()).hasSize(1);
        assertThat(new Balance(3, 2, 1, 4, 2, 1, 0, 0, 1, 0).problems()).hasSize(1);
    }

    private Ledger ledger(int inFlightLimit) {
        return new Ledger(new History(intents, acked, receipts, deaths, kills), inFlightLimit);
    }

    private Verdict check(int inFlightLimit) {
        return ledger(inFlightLimit).check();
    }

    private void sent(String token, String... paths) {
        intents.put(token, new Intent(token, Set.of(paths), "digest-" + token));
    }

    private void sentAndAcked(String token, String... paths) {
        sent(token, paths);
        acked.add(token);
    }

    private void received(String token, String path, int status, int second) {
        receipts.add(new Receipt("msg_" + token, path, token, "digest-" + token, true, status, at(second)));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
