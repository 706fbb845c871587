package dev.sealpost.source.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.message.ContentCases;
import dev.sealpost.event.message.MalformedJsonException;
import dev.sealpost.node.HandClock;
import dev.sealpost.signature.Hmacs;
import dev.sealpost.signature.ReceivedWebhook;
import dev.sealpost.signature.VerificationFailure;
import dev.sealpost.source.webhook.WebhookResult.Challenged;
import dev.sealpost.source.webhook.WebhookResult.Refused;
import dev.sealpost.source.webhook.WebhookResult.Understood;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReceiveWebhookTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    private final ReceiveWebhook receive = TestSources.receiver(new HandClock(NOW));

    /** Signed as {@code github} and {@code meta} sign. */
    private WebhookResult receive(Source source, String body, String... headers) {
        Map<String, String> all = headers(headers);
        all.put("X-Hub-Signature-256", "sha256=" + Hmacs.hex(TestSources.SECRET, body));
        return receive.receive(source, new ReceivedWebhook("POST", "", all, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, String> headers(String... headers) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return all;
    }

    /** Of a provider that the user has declared, who sends lists and signs as GitHub does. */
    private static Source listing(String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "providers.lists.signature.header", "X-Hub-Signature-256",
                "providers.lists.signature.prefix", "sha256=",
                "providers.lists.delivery-id", "{/id}",
                "providers.lists.items", "true",
                "sources.listing.provider", "lists",
                "sources.listing.application", "shop",
                "sources.listing.secrets[0]", TestSources.SECRET));
        headers(more).forEach((key, value) -> settings.put("sources.listing." + key, value));
        return TestSources.with(settings).find("listing").orElseThrow();
    }

    private static InboundEvent only(WebhookResult result) {
        List<InboundEvent> events = ((Understood) result).events();
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private static String text(InboundEvent event) {
        return new String(event.payload().bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void takesTheBodyAsItIsAndTheIdOfTheDelivery() {
        String body = "{ \"action\" : \"opened\", \"amount\": 1.10 }\n";

        InboundEvent event = only(receive(
                TestSources.of("github"), body, "X-GitHub-Event", "issues", "X-GitHub-Delivery", "72d3162e-cc78"));

        assertThat(text(event)).isEqualTo(body);
        assertThat(event.type().name()).isEqualTo("github.issues.opened");
        assertThat(event.deliveryId()).contains("72d3162e-cc78");
        assertThat(event.place()).isEmpty();
    }

    private WebhookResult receive(Source source, byte[] body, String contentType) {
        Map<String, String> all = headers("Content-Type", contentType);
        all.put("X-Hub-Signature-256", "sha256=" + Hmacs.hex(TestSources.SECRET, body));
        return receive.receive(source, new ReceivedWebhook("POST", "", all, body));
    }

    /** Fault 9: nobody can be told here, so the text is taken as it is meant. */
    @ParameterizedTest
    @EnumSource(names = {"BYTE_ORDER_MARK", "UTF_16LE", "UTF_16BE", "UTF_16_WITH_MARK", "UTF_32LE", "UTF_32BE"})
    void convertsJsonThatIsNotUtf8(ContentCases.Kind kind) {
        InboundEvent event = only(receive(TestSources.of("github"), kind.bytes, "application/json"));

        assertThat(event.payload().bytes()).isEqualTo(ContentCases.Kind.JSON.bytes);
    }

    @ParameterizedTest
    @EnumSource(names = {"LATIN_1", "TRUNCATED", "NOT_A_NUMBER", "INFINITY", "EMPTY", "PLAIN_TEXT", "BINARY", "GZIP"})
    void refusesWhatIsNoJsonInWhateverEncoding(ContentCases.Kind kind) {
        Source source = TestSources.of("github");

        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> receive(source, kind.bytes, "application/json"));
    }

    /** Fault 45: GitHub's content type application/x-www-form-urlencoded. */
    @Test
    void unwrapsTheJsonInAForm() {
        String json = "{\"action\":\"opened\", \"n\": 1.10, \"t\":\"é&=\"}";
        String form = "payload=" + URLEncoder.encode(json, StandardCharsets.UTF_8);

        InboundEvent event = only(receive(
                TestSources.of("github"),
                form,
                "X-GitHub-Event",
                "issues",
                "Content-Type",
                "application/x-www-form-urlencoded"));

        assertThat(text(event)).isEqualTo(json);
        assertThat(event.type().name()).isEqualTo("github.issues.opened");
    }

    /** Fault 45: what Slack sends when somebody presses a button. */
    @Test
    void unwrapsAnInteractionOfSlackAndNoSlashCommand() {
        assertThat(slack("payload=" + URLEncoder.encode("{\"type\":\"block_actions\"}", StandardCharsets.UTF_8)))
                .satisfies(event -> {
                    assertThat(event.type().name()).isEqualTo("slack.block_actions");
                    assertThat(text(event)).isEqualTo("{\"type\":\"block_actions\"}");
                });
        assertThat(slack("command=%2Fweather&payload=x").type().name()).isEqualTo("slack.command.weather");
    }

    private InboundEvent slack(String form) {
        String time = Long.toString(NOW.getEpochSecond());
        return only(receive.receive(
                TestSources.of("slack"),
                new ReceivedWebhook(
                        "POST",
                        "",
                        headers(
                                "Content-Type",
                                "application/x-www-form-urlencoded",
                                "X-Slack-Request-Timestamp",
                                time,
                                "X-Slack-Signature",
                                "v0=" + Hmacs.hex(TestSources.SECRET, "v0:" + time + ":" + form)),
                        form.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void refusesAFieldOfAFormThatShouldBeJsonAndIsNot() {
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> receive(
                        TestSources.of("github"), "payload=x", "Content-Type", "application/x-www-form-urlencoded"));
    }

    @Test
    void fallsBackToTheNextExpressionAndThenToTheDefault() {
        Source source = TestSources.of("github", "default-type", "something.else");

        assertThat(only(receive(source, "{}", "X-GitHub-Event", "push")).type().name())
                .isEqualTo("github.push");
        assertThat(only(receive(source, "{\"action\":{}}")).type().name()).isEqualTo("something.else");
        assertThat(only(receive(TestSources.of("github"), "{}")).type().name()).isEqualTo("github.other");
        assertThat(only(receive(source, "{}")).deliveryId()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "orders/create, x.orders.create",
        "/webhook-collect, x.webhook-collect",
        "a b:c, x.a_b_c",
        "é, x._",
        "a..b, github.other",
        "/, github.other"
    })
    void makesAValueAPartOfAType(String value, String type) {
        Source source = TestSources.of("github", "event-type", "x.{/v}");

        assertThat(only(receive(source, "{\"v\":\"" + value + "\"}")).type().name())
                .isEqualTo(type);
    }

    @Test
    void readsAFormAsJson() {
        InboundEvent event = only(receive(
                TestSources.of("github", "event-type", "sms.{/SmsStatus}"),
                "SmsStatus=received&Body=a+%22b%22&Media=1&Media=2&Empty=&Bare",
                "Content-Type",
                "application/x-www-form-urlencoded; charset=utf-8"));

        assertThat(text(event))
                .isEqualTo("{\"SmsStatus\":\"received\",\"Body\":\"a \\\"b\\\"\",\"Media\":[\"1\",\"2\"],"
                        + "\"Empty\":\"\",\"Bare\":\"\"}");
        assertThat(event.type().name()).isEqualTo("sms.received");
    }

    @Test
    void saysWhatIsWrongOnlyToWhomItBelieves() {
        Source source = TestSources.of("github");

        assertThatExceptionOfType(MalformedJsonException.class).isThrownBy(() -> receive(source, "{\"a\":"));
        assertThatExceptionOfType(InvalidFieldsException.class)
                .isThrownBy(() -> receive(source, "a=%zz", "Content-Type", "application/x-www-form-urlencoded"));
        assertThat(receive.receive(
                        source, new ReceivedWebhook("POST", "", Map.of(), "{".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(new Refused(VerificationFailure.MISSING_HEADER));
    }

    @Test
    void makesAnEventOfEachItemWithItsBytes() {
        Source source = listing("event-type", "crm.{/type}");
        String body = "[ {\"id\":1, \"type\":\"contact.creation\"},\n{\"id\":2,\"type\":\"x\"},{\"id\":1} ]";

        List<InboundEvent> events = ((Understood) receive(source, body)).events();

        assertThat(events.stream().map(ReceiveWebhookTest::text))
                .containsExactly(
                        "{\"id\":1, \"type\":\"contact.creation\"}", "{\"id\":2,\"type\":\"x\"}", "{\"id\":1}");
        assertThat(events.stream().map(event -> event.type().name()))
                .containsExactly("crm.contact.creation", "crm.x", "listing.other");
        assertThat(events.stream().map(event -> event.deliveryId().orElseThrow()))
                .containsExactly("1", "2", "1#1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"id\":1}", "[]", "[1]", "[{\"id\":1},[]]"})
    void keepsWhatIsNoListOfObjectsTogether(String body) {
        Source source = listing();

        assertThat(text(only(receive(source, body)))).isEqualTo(body);
    }

    @Test
    void answersTheChallengeOfSlackOnceItIsBelieved() {
        // https://docs.slack.dev/reference/events/url_verification, read 2026-11-24
        String body = "{\"token\":\"Jhj5dZrVaK7ZwHHjRyZWjbDl\","
                + "\"challenge\":\"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P\",\"type\":\"url_verification\"}";
        Map<String, String> headers = headers(
                "X-Slack-Request-Timestamp",
                "1700000000",
                "X-Slack-Signature",
                "v0=" + Hmacs.hex(TestSources.SECRET, "v0:1700000000:" + body));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Source slack = TestSources.of("slack");

        assertThat(receive.receive(slack, new ReceivedWebhook("POST", "", headers, bytes)))
                .isEqualTo(new Challenged("3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"));
        headers.put("X-Slack-Signature", "v0=00");
        assertThat(receive.receive(slack, new ReceivedWebhook("POST", "", headers, bytes)))
                .isEqualTo(new Refused(VerificationFailure.WRONG_SIGNATURE));
    }

    @Test
    void answersTheChallengeOfMetaToWhoKnowsTheToken() {
        // https://developers.facebook.com/docs/graph-api/webhooks/getting-started, read 2026-11-24
        Source meta = TestSources.of("meta", "verify-token", "meatyhamhock");
        Map<String, String> query = new HashMap<>(
                Map.of("hub.mode", "subscribe", "hub.challenge", "1158201444", "hub.verify_token", "meatyhamhock"));

        assertThat(receive.challenge(meta, name -> Optional.ofNullable(query.get(name))))
                .isEqualTo(new Challenged("1158201444"));
        query.put("hub.verify_token", "meatyhamhoc");
        assertThat(receive.challenge(meta, name -> Optional.ofNullable(query.get(name))))
                .isEqualTo(new Refused(VerificationFailure.WRONG_TOKEN));
        assertThat(receive.challenge(meta, name -> Optional.empty()))
                .isEqualTo(new Refused(VerificationFailure.WRONG_TOKEN));
    }

    @Test
    void findsWhereAnEventStands() {
        Source source = TestSources.of("github", "order.key", "{/id}", "order.version", "{/updated_at}");

        assertThat(only(receive(source, "{\"id\":7,\"updated_at\":\"2026-01-01T00:00:00Z\"}"))
                        .place())
                .isEqualTo(Version.parse("1767225600").map(version -> new InboundEvent.Place("7", version)));
        assertThat(only(receive(source, "{\"id\":7,\"updated_at\":\"yesterday\"}"))
                        .place())
                .isEmpty();
        assertThat(only(receive(source, "{\"updated_at\":1}")).place()).isEmpty();
    }
}
