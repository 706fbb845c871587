package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.scenario.Books.Attempt;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Receivers that break every rule of HTTP and of patience, on one node with a healthy one. What each did is named exactly, the
 * deadline holds for all of them, none costs memory, and the healthy one misses nothing.
 */
class HostileReceiversTest {

    private static final int EVENTS = 3;
    private static final int HEALTHY_AT_LEAST = 300;
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    /** The sweep of the deadlines, the grace for a thread that is elsewhere, and a machine that does other things too. */
    private static final Duration LEEWAY = Duration.ofMillis(900);

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final double HEAP_GROWTH = 0.20;
    private static final String SECRET = TinyPipeline.SECRET;
    private static final String FILLING = "x".repeat(20_000);

    /**
     * What is recorded of each attempt.
     *
     * @param reason what the reason contains
     */
    private record Outcome(String word, String status, String reason) {}

    private static final Outcome TIMED_OUT = new Outcome("timed-out", "", "");
    private static final Outcome SUCCEEDED = new Outcome("succeeded", "200", "");

    private static Outcome unreachable(String reason) {
        return new Outcome("unreachable", "", reason);
    }

    private static Outcome expected(Hostility hostility) {
        return switch (hostility) {
            case HANGS, DRIPS_HEADER, DRIPS_BODY -> TIMED_OUT;
            case RESETS_BEFORE_THE_REQUEST,
                    RESETS_WITHIN_THE_REQUEST,
                    RESETS_AFTER_THE_REQUEST,
                    RESETS_WITHIN_THE_ANSWER -> unreachable("");
            case ANSWERS_1XX_FOREVER -> unreachable("interim answers");
            case ANSWERS_GARBAGE -> unreachable("failed to respond");
            case ANSWERS_GARBAGE_FOREVER -> unreachable("line limit exceeded");
            case ANSWERS_A_MEGABYTE_OF_HEADERS -> unreachable("header count exceeded");
            case ANSWERS_A_MEGABYTE_IN_ONE_HEADER -> unreachable("line length limit exceeded");
            case ANSWERS_A_BAD_CHUNK -> unreachable("chunk");
            case ANSWERS_LESS_THAN_IT_SAYS -> unreachable("expected: 100; received: 5");
            case ANSWERS_A_NUL -> new Outcome("rejected", "500", "");
            case ANSWERS_TEN_GIGABYTES,
                    ANSWERS_MORE_THAN_IT_SAYS,
                    ANSWERS_A_GZIP_BOMB,
                    ANSWERS_A_BROKEN_SURROGATE,
                    FAILS_ONE_IN_THREE,
                    CLOSES_KEPT_CONNECTIONS -> SUCCEEDED;
        };
    }

    /** Beginning of the stored answer. */
    private static String storedAnswer(Hostility hostility) {
        return switch (hostility) {
            case ANSWERS_TEN_GIGABYTES -> "x".repeat(4096);
            case ANSWERS_MORE_THAN_IT_SAYS -> "ok";
            case ANSWERS_A_GZIP_BOMB -> "\u001F";
            case ANSWERS_A_NUL -> "a\uFFFDb";
            case ANSWERS_A_BROKEN_SURROGATE -> "a\uFFFD";
            default -> "";
        };
    }

    private final Map<String, AtomicInteger> arrived = new ConcurrentHashMap<>();
    private final Map<Hostility, HostileReceiver> hostile = new EnumMap<>(Hostility.class);
    private final Map<Hostility, String> endpoints = new HashMap<>();
    private int sent;

    @Test
    void namesWhatEachDidAndServesTheHealthyOneMeanwhile() throws Exception {
        long seed = Long.getLong("scenario.seed", System.nanoTime() & 0xffffff);
        System.out.println("hostile-receivers: repeat with -Dscenario.seed=" + seed);
        Installation installation = Installation.fresh("hostile-receivers", "256m")
                .quickStart()
                .set("SEALPOST_ATTEMPT_DEADLINE", DEADLINE.toMillis() + "ms")
                .set("SEALPOST_ATTEMPT_JITTER", "0")
                .set("SEALPOST_ATTEMPT_BREAKER_CONSECUTIVEFAILURES", "0")
                .set("SEALPOST_ATTEMPT_RETRYSCHEDULE", "300ms");
        try (Receiver receiver = new Receiver(this::note);
                SealpostProcess process = installation.start().awaitReady(Duration.ofSeconds(60))) {
            SealpostApi api = installation.api();
            Books books = new Books(installation.data());
            String healthy = api.createApplication("healthy");
            api.createEndpoint(
                    healthy,
                    receiver.endpoint("/healthy", new Manner.Answers(200), SECRET),
                    SECRET,
                    List.of("order.*"));
            String bad = api.createApplication("bad");
            open(api, healthy, bad, new Random(seed));
            sendHealthy(api, healthy, HEALTHY_AT_LEAST / 2);
            long before = process.liveBytes("before");
            // When
            for (int event = 0; event < EVENTS; event++) {
                post(api, bad, "bad-" + event);
            }
            do {
                sendHealthy(api, healthy, 20);
            } while (sent < HEALTHY_AT_LEAST
                    || books.balance().owed() < owed()
                    || books.balance().pending() > 0);
            Awaitility.await().atMost(LIMIT).until(() -> isSettled(books));
            long after = process.liveBytes("after");
            assertThat(process.terminate(LIMIT)).isZero();
            // Then
            print(books, before, after);
            assertThat(arrived)
                    .hasSize(sent)
                    .allSatisfy((token, times) -> assertThat(times).as(token).hasValue(1));
            assertThat(books.balance().problems()).isEmpty();
            assertThat(books.balance().owed()).isEqualTo(owed());
            assertThat(after).isLessThan((long) (before * (1 + HEAP_GROWTH)));
            for (Hostility hostility : Hostility.values()) {
                assertNamed(hostility, books.attempts(endpoint(hostility)));
                assertThat(receiver(hostility).open())
                        .as("connections to one that " + hostility)
                        .isZero();
            }
        } finally {
            for (HostileReceiver each : hostile.values()) {
                each.close();
            }
        }
    }

    /** In an order of chance. The one that closes kept connections is kept busy: it gets what the healthy one gets. */
    private void open(SealpostApi api, String healthy, String bad, Random random) throws Exception {
        List<Hostility> order = new ArrayList<>(List.of(Hostility.values()));
        Collections.shuffle(order, random);
        for (Hostility hostility : order) {
            HostileReceiver receiver = new HostileReceiver(hostility);
            hostile.put(hostility, receiver);
            String application = hostility == Hostility.CLOSES_KEPT_CONNECTIONS ? healthy : bad;
            endpoints.put(hostility, api.createEndpoint(application, receiver.url(), SECRET, List.of("order.*")));
        }
    }

    private HostileReceiver receiver(Hostility hostility) {
        return Optional.ofNullable(hostile.get(hostility)).orElseThrow();
    }

    private String endpoint(Hostility hostility) {
        return Optional.ofNullable(endpoints.get(hostility)).orElseThrow();
    }

    private void note(Receipt receipt) {
        arrived.computeIfAbsent(receipt.token(), token -> new AtomicInteger()).incrementAndGet();
    }

    private void sendHealthy(SealpostApi api, String application, int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            post(api, application, "healthy-" + ++sent);
        }
    }

    private static void post(SealpostApi api, String application, String token)
            throws IOException, InterruptedException {
        String payload = "{\"token\":\"" + token + "\",\"filling\":\"" + FILLING + "\"}";
        assertThat(api.postMessage(application, "order.created", payload, token))
                .isEqualTo(202);
    }

    private long owed() {
        return 2L * sent + (long) EVENTS * (Hostility.values().length - 1);
    }

    private boolean isSettled(Books books) throws SQLException {
        Balance balance = books.balance();
        return balance.owed() == owed() && balance.pending() == 0 && balance.delivered() + balance.dead() == owed();
    }

    private void print(Books books, long before, long after) throws SQLException {
        System.out.printf(
                "hostile-receivers: %d healthy events beside them, heap after GC %,d -> %,d bytes%n  %s%n",
                sent, before, after, books.balance());
        for (Hostility hostility : Hostility.values()) {
            List<Attempt> attempts = books.attempts(endpoint(hostility));
            Attempt last = attempts.getLast();
            long longest = attempts.stream()
                    .mapToLong(attempt -> attempt.duration().toMillis())
                    .max()
                    .orElseThrow();
            System.out.printf(
                    "  %-34s %4d attempts  %-11s %-3s %5d ms  %s%n",
                    hostility, attempts.size(), last.outcome(), last.status(), longest, last.reason());
        }
    }

    private void assertNamed(Hostility hostility, List<Attempt> attempts) {
        Outcome expected = expected(hostility);
        List<Attempt> typical = attempts.stream()
                .filter(attempt ->
                        !attempt.status().equals("500") || expected.status().equals("500"))
                .toList();
        assertThat(typical).as("attempts at one that " + hostility).isNotEmpty().allSatisfy(attempt -> {
            assertThat(attempt.outcome()).isEqualTo(expected.word());
            assertThat(attempt.status()).isEqualTo(expected.status());
            assertThat(attempt.reason()).containsIgnoringCase(expected.reason());
            assertThat(attempt.response()).startsWith(storedAnswer(hostility)).doesNotContain("\u0000");
            assertThat(attempt.duration()).isLessThan(DEADLINE.plus(LEEWAY));
        });
        if (expected.equals(TIMED_OUT)) {
            assertThat(attempts).allMatch(attempt -> attempt.duration().compareTo(DEADLINE) >= 0);
        }
        List<Integer> numbers = attempts.stream().map(Attempt::number).sorted().toList();
        switch (hostility) {
            case FAILS_ONE_IN_THREE -> {
                assertThat(numbers).containsExactly(1, 1, 1, 2);
                assertThat(attempts)
                        .filteredOn(attempt -> attempt.outcome().equals("rejected"))
                        .hasSize(1);
            }
            case CLOSES_KEPT_CONNECTIONS -> {
                assertThat(numbers).hasSize(sent).containsOnly(1);
                // Each connection was good for one request; a stale one costs a second request at most, and no attempt.
                assertThat(receiver(hostility).calls()).isEqualTo(sent);
            }
            default -> {
                if (expected.word().equals("succeeded")) {
                    assertThat(numbers).containsExactly(1, 1, 1);
                } else {
                    assertThat(numbers).containsExactly(1, 1, 1, 2, 2, 2);
                }
            }
        }
    }
}
