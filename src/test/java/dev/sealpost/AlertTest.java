package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.sealpost.application.ApplicationId;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alert on a whole node, from what goes wrong to the operator's own receiver. */
class AlertTest {

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50));
    }

    private static JsonNode body(Inbox.Received received) throws Exception {
        return new ObjectMapper().readTree(received.body());
    }

    private final GreenMail mail = new GreenMail(ServerSetup.SMTP.dynamicPort());

    /** As somebody would set it who has this mail server. */
    private String[] byMail() {
        mail.start();
        mail.setUser("sealpost@example.com", "sealpost", "a password");
        return new String[] {
            "--sealpost-alerts-to-mail.start=true",
            "--mail.server=smtp://127.0.0.1:" + mail.getSmtp().getPort(),
            "--mail.user=sealpost",
            "--mail.password=a password",
            "--mail.from=sealpost@example.com",
            "--mail.to=on-call@example.com,boss@example.com"
        };
    }

    @AfterEach
    void stopMail() {
        mail.stop();
    }

    private static String text(MimeMessage message) throws Exception {
        return new String(message.getRawInputStream().readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    @Test
    void tellsTheOperatorOnceThatDeliveriesFailAndOnceThatTheyAreFineAgain(@TempDir Path data) throws Exception {
        try (Inbox inbox = new Inbox();
                Node node = new Node(
                        data,
                        Stream.concat(
                                        Stream.of(
                                                "--sealpost.operational.enabled=false",
                                                "--sealpost.alerts.every=200ms",
                                                "--sealpost.alerts.resolve-after=1s",
                                                "--sealpost.alerts.failure-share.within=1m",
                                                "--sealpost.alerts.failure-share.at-least=3"),
                                        Stream.of(byMail()))
                                .toArray(String[]::new))) {
            inbox.answers("/operator", Inbox.status(200));
            inbox.answers("/bad", Inbox.status(500));
            inbox.answers("/good", Inbox.status(200));
            node.anEndpoint(node.anApplication("sealpost"), inbox.url("/operator"));
            ApplicationId bad = node.anApplication("bad");
            node.anEndpoint(bad, inbox.url("/bad"));
            ApplicationId good = node.anApplication("good");
            node.anEndpoint(good, inbox.url("/good"));

            node.publish(bad, "{}");
            eventually().until(() -> !inbox.at("/operator").isEmpty());
            for (int i = 0; i < 20; i++) {
                node.publish(good, "{}");
            }
            eventually().until(() -> inbox.at("/operator").size() == 2);

            JsonNode fired = body(inbox.at("/operator").getFirst());
            assertThat(fired.at("/type").asText()).isEqualTo("sealpost.alert.fired");
            assertThat(fired.at("/data/alert").asText()).isEqualTo("failure-share");
            assertThat(fired.at("/data/value").asDouble()).isGreaterThan(0.5);
            assertThat(fired.at("/data/text").asText()).contains("attempts within 60 s failed; the limit is 50.0 %");
            JsonNode resolved = body(inbox.at("/operator").getLast());
            assertThat(resolved.at("/type").asText()).isEqualTo("sealpost.alert.resolved");
            assertThat(resolved.at("/data/alert").asText()).isEqualTo("failure-share");
            assertThat(node.count("event WHERE type LIKE 'sealpost.alert.%'")).isEqualTo(2);
            // Two mails for two people.
            eventually()
                    .untilAsserted(() -> assertThat(mail.getReceivedMessages()).hasSize(4));
            List<MimeMessage> mails = List.of(mail.getReceivedMessages());
            assertThat(mails)
                    .extracting(MimeMessage::getSubject)
                    .containsExactlyInAnyOrder(
                            "Sealpost: failure-share fired",
                            "Sealpost: failure-share fired",
                            "Sealpost: failure-share resolved",
                            "Sealpost: failure-share resolved");
            assertThat(mails).allSatisfy(each -> {
                assertThat(each.getFrom()).extracting(Object::toString).containsExactly("sealpost@example.com");
                assertThat(each.getAllRecipients())
                        .extracting(Object::toString)
                        .containsExactly("on-call@example.com", "boss@example.com");
            });
            assertThat(mails)
                    .extracting(AlertTest::text)
                    .anySatisfy(text ->
                            assertThat(text).startsWith(fired.at("/data/text").asText() + "\n\n"));
        }
    }

    @Test
    void doesNotFireAgainAfterARestart(@TempDir Path data) throws Exception {
        List<String> settings = List.of("--sealpost.alerts.every=200ms", "--sealpost.alerts.disk.below=1000TB");
        try (Node node = new Node(data, settings.toArray(String[]::new))) {
            eventually().until(() -> node.count("event WHERE type = 'sealpost.alert.fired'") == 1);
        }
        try (Node node = new Node(data, settings.toArray(String[]::new))) {
            ApplicationId later = node.anApplication("later");
            long looks = node.count("event");
            node.publish(later, "{}");
            eventually().until(() -> node.count("event") == looks + 1);

            assertThat(node.count("alert WHERE firing AND number = 1")).isEqualTo(1);
            assertThat(node.count("event WHERE type LIKE 'sealpost.alert.%'")).isEqualTo(1);
        }
    }

    @Test
    void refusesADiskRuleThatCouldTellNobody(@TempDir Path data) {
        assertThatThrownBy(() -> new Node(data, "--sealpost.alerts.disk.below=1MB"))
                .rootCause()
                .hasMessageContaining("sealpost.alerts.disk.below");
    }
}
