package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** The example contacts-in-step as it is shipped, between two CRMs, with a node that is killed in the middle of its backfill. */
class ContactsInStepTest {

    private static final Path EXAMPLE = Path.of("routes", "examples", "contacts-in-step");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ONLY_LEFT = 20;
    private static final int ONLY_RIGHT = 8;
    private static final int BOTH = 5;
    private static final int ALL = ONLY_LEFT + ONLY_RIGHT + BOTH;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50));
    }

    private static void fill(StandInCrm left, StandInCrm right) {
        for (int i = 0; i < ONLY_LEFT; i++) {
            left.create("Lea", "Left " + i, "left-" + i + "@example.com");
        }
        for (int i = 0; i < ONLY_RIGHT; i++) {
            right.create("Rob", "Right " + i, "right-" + i + "@example.com");
        }
        // The contact on the right is newer.
        for (int i = 0; i < BOTH; i++) {
            left.create("Bo", "Older " + i, "both-" + i + "@example.com");
            right.create("Bo", "Newer " + i, "both-" + i + "@example.com");
        }
    }

    private static Installation installation(StandInCrm left, StandInCrm right) throws Exception {
        Installation installation =
                Installation.fresh("contacts-in-step", "512m").quickStart();
        Path home = installation.folder().resolve("home");
        Path routes = Files.createDirectories(home.resolve("routes"));
        try (Stream<Path> files = Files.list(EXAMPLE)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".camel.yaml"))
                    .toList()) {
                Files.copy(file, routes.resolve(Objects.requireNonNull(file.getFileName())));
            }
        }
        Files.writeString(home.resolve("config/application.yaml"), """
                contacts-in-step:
                  application: crm
                  interval: 100ms
                  conflict: newest
                  retry-schedule: 200ms,500ms,1s,2s,5s
                left: {base-url: '%s', access-token: left-token}
                right: {base-url: '%s', access-token: right-token}
                """.formatted(left.url(), right.url()));
        return installation;
    }

    private static JsonNode call(SealpostApi api, String method, String path, String body) {
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(api.base().resolve("/api/v1" + path))
                            .header("authorization", api.authorization())
                            .header("content-type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode())
                    .as("%s %s: %s", method, path, answer.body())
                    .isEqualTo(200);
            return new ObjectMapper().readTree(answer.body());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode poll(SealpostApi api, String system) {
        return call(api, "GET", "/poll/" + system + "-contacts", "");
    }

    /** Waits until both lists are read to their ends and every event of them has been handled. */
    private static void awaitQuiet(SealpostApi api, StandInCrm left, StandInCrm right) {
        eventually()
                .until(() -> poll(api, "left").path("cursor").asText().equals(left.end())
                        && poll(api, "right").path("cursor").asText().equals(right.end())
                        && call(api, "GET", "/app/crm/ledger", "")
                                        .at("/deliveries/pending")
                                        .asInt()
                                == 0
                        && poll(api, "left").path("cursor").asText().equals(left.end())
                        && poll(api, "right").path("cursor").asText().equals(right.end()));
    }

    private static Map<String, String> expected() {
        Map<String, String> people = new TreeMap<>();
        for (int i = 0; i < ONLY_LEFT; i++) {
            people.put("left-" + i + "@example.com", "Lea Left " + i);
        }
        for (int i = 0; i < ONLY_RIGHT; i++) {
            people.put("right-" + i + "@example.com", "Rob Right " + i);
        }
        for (int i = 0; i < BOTH; i++) {
            people.put("both-" + i + "@example.com", "Bo Newer " + i);
        }
        return people;
    }

    @Test
    void keepsTheContactsOfTwoCrmsInStep() throws Exception {
        try (StandInCrm left = new StandInCrm("L", StandInCrm.Names.CAMEL, Duration.ZERO);
                StandInCrm right = new StandInCrm("R", StandInCrm.Names.SNAKE, Duration.ofSeconds(5))) {
            fill(left, right);
            Installation installation = installation(left, right);
            killInTheMiddle(installation, left, right);

            try (SealpostProcess node = installation.start().awaitReady(PATIENCE)) {
                SealpostApi api = installation.api();
                backfills(api, left, right);
                passesChangesOn(api, left, right);
                readsAgainFromWhereItIsTold(api, left, right);
                assertThat(node.logged(" ERROR ")).isEmpty();
            }
        }
    }

    /** The right CRM has a new contact, of which the node gets no answer; the left one is read up to its second page. */
    private static void killInTheMiddle(Installation installation, StandInCrm left, StandInCrm right) throws Exception {
        left.hold(request -> request.endsWith("since=20"));
        right.hold(request -> request.startsWith("POST"));
        try (SealpostProcess node = installation.start().awaitReady(PATIENCE)) {
            SealpostApi api = installation.api();
            api.createApplication("crm");
            eventually().until(() -> left.isHolding() && right.isHolding());
            JsonNode poll = poll(api, "left");
            assertThat(poll.path("state").asText()).isEqualTo("backfilling");
            assertThat(poll.at("/backfill/pages").asInt()).isEqualTo(2);
            assertThat(poll.at("/backfill/events").asInt()).isEqualTo(20);
            assertThat(poll.at("/backfill/total").asInt()).isGreaterThanOrEqualTo(ONLY_LEFT + BOTH);
            node.kill();
        }
        assertThat(right.size()).isEqualTo(ONLY_RIGHT + BOTH + 1);
        left.release();
        right.release();
    }

    private static void backfills(SealpostApi api, StandInCrm left, StandInCrm right) {
        eventually().untilAsserted(() -> {
            assertThat(left.people()).isEqualTo(expected());
            assertThat(right.people()).isEqualTo(expected());
        });
        awaitQuiet(api, left, right);

        assertThat(left.people()).isEqualTo(expected());
        assertThat(right.people()).isEqualTo(expected());
        assertThat(left.size()).isEqualTo(ALL);
        assertThat(right.size()).isEqualTo(ALL);
        // Each contact that one side lacks is created once, also the one of the crash, and each old one updated once.
        assertThat(left.writes()).hasSize(ONLY_RIGHT + BOTH);
        assertThat(right.writes()).hasSize(ONLY_LEFT).allMatch(request -> request.startsWith("POST"));
        assertThat(poll(api, "left").path("state").asText()).isEqualTo("live");
        // The list was read on from the page of the crash.
        assertThat(left.requests().stream().filter(request -> request.endsWith("since=")))
                .hasSizeLessThanOrEqualTo(2);
        assertThat(poll(api, "left").at("/backfill/number").asInt()).isEqualTo(1);
    }

    private static void passesChangesOn(SealpostApi api, StandInCrm left, StandInCrm right) {
        int writesLeft = left.writes().size();
        int writesRight = right.writes().size();
        left.rename("left-0@example.com", "Leonie");
        right.rename("left-1@example.com", "Lenka");
        left.delete("right-0@example.com");
        right.delete("left-2@example.com");
        awaitQuiet(api, left, right);

        Map<String, String> expected = expected();
        expected.put("left-0@example.com", "Leonie Left 0");
        expected.put("left-1@example.com", "Lenka Left 1");
        expected.remove("right-0@example.com");
        expected.remove("left-2@example.com");
        assertThat(left.people()).isEqualTo(expected);
        assertThat(right.people()).isEqualTo(expected);
        // Of the four changes, each side was written two, and no echo came back.
        assertThat(left.writes()).hasSize(writesLeft + 2);
        assertThat(right.writes()).hasSize(writesRight + 2);
    }

    /** With everything in step, a second backfill reads all and writes nothing. */
    private static void readsAgainFromWhereItIsTold(SealpostApi api, StandInCrm left, StandInCrm right) {
        List<String> before =
                Stream.concat(left.writes().stream(), right.writes().stream()).toList();

        call(api, "PUT", "/poll/left-contacts/cursor", "{\"cursor\": null}");
        eventually().until(() -> poll(api, "left").path("state").asText().equals("live"));
        awaitQuiet(api, left, right);

        JsonNode poll = poll(api, "left");
        assertThat(poll.at("/backfill/number").asInt()).isEqualTo(2);
        assertThat(poll.at("/backfill/pages").asInt()).isGreaterThanOrEqualTo(ALL / 10);
        assertThat(Stream.concat(left.writes().stream(), right.writes().stream()))
                .containsExactlyElementsOf(before);
    }
}
