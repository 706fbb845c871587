package dev.sealpost.route.event;

import static dev.sealpost.route.camel.EventCamel.NOW;
import static dev.sealpost.route.camel.EventCamel.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.BatchKey;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryBatch;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Hops;
import dev.sealpost.event.Labels;
import dev.sealpost.event.Payload;
import dev.sealpost.route.OneRoute;
import dev.sealpost.subscription.DestinationId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A batch as the input of a route. */
class RouteBatchTest {

    private static final String URI = "event:*?batch=10&retrySchedule=5s,5m";

    @AutoClose
    private final OneRoute route = new OneRoute();

    private final List<Exchange> seen = new ArrayList<>();

    private Attempted attempt(int number, Event... events) {
        return route.app
                .destination("r")
                .attempt(new DeliveryBatch(
                        new BatchKey("batch_1", number),
                        Arrays.stream(events)
                                .map(event ->
                                        new Delivery(event, DestinationId.ofRoute("r"), Delivery.AttemptKey.FIRST))
                                .toList()));
    }

    private String body() {
        return seen.getLast().getMessage().getBody(String.class);
    }

    private static Event with(Event event, ApplicationId application, String type, Content content) {
        return new Event(event.id(), application, event.time(), Labels.of(new EventType(type)), content);
    }

    private void keepsWhatItSees() throws Exception {
        route.from(URI, steps -> steps.process(exchange -> seen.add(exchange.copy())));
    }

    @Test
    void isAnArrayOfTheEventsWithTheirExactPayloads() throws Exception {
        keepsWhatItSees();

        assertThat(attempt(3, anEvent("msg_1"), anEvent("msg_2")).outcome()).isEqualTo(new AttemptOutcome.Succeeded());

        String one = "{\"id\":\"msg_1\",\"type\":\"order.created\",\"time\":\"2026-11-24T09:59:59.500Z\","
                + "\"application\":\"app_acme\",\"data\":{\"price\": 1.10}}";
        assertThat(body()).isEqualTo("[" + one + "," + one.replace("msg_1", "msg_2") + "]");
        assertThat(seen.getLast().getMessage().getHeaders())
                .containsEntry("SealpostBatchId", "batch_1")
                .containsEntry("SealpostBatchSize", 2)
                .containsEntry("SealpostAttempt", 3)
                .containsEntry("SealpostApplication", "app_acme")
                .containsEntry("SealpostEventType", "order.created")
                .containsEntry("Content-Type", "application/json")
                .doesNotContainKeys("SealpostEventId", "SealpostTimestamp");
    }

    @Test
    void namesNoApplicationOrTypeThatOnlySomeEventsHave() throws Exception {
        keepsWhatItSees();
        Event event = anEvent("msg_1");

        attempt(1, event, with(event, new ApplicationId("app_other"), "order.paid", event.content()));

        assertThat(seen.getLast().getMessage().getHeaders())
                .doesNotContainKeys("SealpostApplication", "SealpostEventType");
        assertThat(body()).contains("\"application\":\"app_other\"").contains("\"type\":\"order.paid\"");
    }

    @Test
    void hasContentThatIsNotJson() throws Exception {
        keepsWhatItSees();
        Event event = anEvent("msg_1");
        Content text = new Content("text/plain", new Payload("a \"b\"".getBytes(StandardCharsets.UTF_8)));
        Content bytes = new Content("image/png", new Payload(new byte[] {(byte) 0x89, 'P'}));

        attempt(1, with(event, event.application(), "a", text), with(event, event.application(), "b", bytes));

        assertThat(body())
                .contains("\"contentType\":\"text/plain\",\"data\":\"a \\\"b\\\"\"}")
                .contains("\"contentType\":\"image/png\",\"data_base64\":\"iVA=\"}");
    }

    @Test
    void hasAttemptsOfItsOwn() throws Exception {
        route.from(URI, steps -> steps.throwException(new IllegalStateException("no")));

        assertThat(attempt(1, anEvent("msg_1")).next()).isEqualTo(new NextStep.RetryAt(NOW.plusSeconds(5)));
        assertThat(attempt(2, anEvent("msg_1")).next()).isEqualTo(new NextStep.RetryAt(NOW.plusSeconds(300)));
        assertThat(attempt(3, anEvent("msg_1")).next()).isEqualTo(new NextStep.Exhaust("exhausted"));
    }

    @Test
    void publishesTheSameEventsAtEveryAttempt() throws Exception {
        route.from(URI, steps -> steps.to("event:batch.done"));

        attempt(1, anEvent("msg_1"), anEvent("msg_2"));
        attempt(2, anEvent("msg_1"), anEvent("msg_2"));

        assertThat(route.app.publisher.published).hasSize(2);
        assertThat(route.app.publisher.published.stream().map(Event::id).distinct())
                .hasSize(1)
                .doesNotContain(new EventId("msg_1"));
    }

    /** Otherwise a loop of routes would hide behind younger events. */
    @Test
    void hasPassedThroughAsManyRoutesAsItsOldestEvent() throws Exception {
        route.from(URI, steps -> steps.to("event:batch.done"));

        attempt(1, afterHops("msg_1", 1), afterHops("msg_2", 2), anEvent("msg_3"));

        assertThat(route.app.publisher.published)
                .singleElement()
                .satisfies(event -> assertThat(event.content().hops())
                        .hasValueSatisfying(hops -> assertThat(hops.count()).isEqualTo(3)));
    }

    private static Event afterHops(String id, int count) {
        Event event = anEvent(id);
        Content content = event.content().through(Optional.of(new Hops(count, "order.created > x > order.created")));
        return with(event, event.application(), "order.created", content);
    }

    @Test
    void hasNoApplicationToPublishForIfItsEventsHaveSeveral() throws Exception {
        route.from(URI, steps -> steps.to("event:batch.done"));
        Event event = anEvent("msg_1");

        Attempted attempted =
                attempt(1, event, with(event, new ApplicationId("app_other"), "order.paid", event.content()));

        assertThat(attempted.answer().text()).contains("needs an application");
    }
}
