package dev.sealpost.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopsTest {

    private static final ApplicationId ACME = new ApplicationId("app_acme");
    private static final ApplicationId OTHER = new ApplicationId("app_other");

    private static Event anEvent(String type, ApplicationId application, Optional<Hops> hops) {
        return new Event(
                new EventId("msg_1"),
                application,
                Instant.EPOCH,
                Labels.of(new EventType(type)),
                Content.json("{}".getBytes(StandardCharsets.UTF_8)).through(hops));
    }

    private static Event publishes(Event parent, String route, String type, ApplicationId application) {
        return anEvent(type, application, Optional.of(Hops.after(parent, route, new EventType(type), application)));
    }

    private static Hops hops(Event event) {
        return event.content().hops().orElseThrow();
    }

    @Test
    void saysThroughWhichRoutesAnEventCame() {
        Event order = anEvent("order.created", ACME, Optional.empty());
        Event stock = publishes(order, "orders", "stock.reserved", ACME);
        Event bill = publishes(stock, "bills", "bill.sent", OTHER);

        assertThat(hops(bill))
                .isEqualTo(new Hops(2, "order.created > orders > stock.reserved > bills > bill.sent@app_other"));
    }

    @Test
    void showsTheShortestCircle() {
        Event event = anEvent("first", ACME, Optional.empty());
        for (int i = 0; i < 3; i++) {
            event = publishes(event, "a to b", "b", OTHER);
            event = publishes(event, "b to a", "a", ACME);
        }

        assertThat(hops(event).loop()).isEqualTo("a@app_acme > a to b > b@app_other > b to a > a@app_acme");
    }

    @Test
    void showsTheEndOfAChainThatIsNoCircle() {
        Event event = publishes(anEvent("a", ACME, Optional.empty()), "r", "b", ACME);

        assertThat(hops(event).loop()).isEqualTo("a > r > b");
    }

    @Test
    void staysSmallHoweverManyHopsThereAre() {
        Event event = anEvent("first", ACME, Optional.empty());
        for (int i = 0; i < 500; i++) {
            event = publishes(event, "route-with-a-long-name-" + i, "type-" + i, ACME);
        }

        assertThat(hops(event).count()).isEqualTo(500);
        assertThat(hops(event).chain())
                .hasSizeLessThanOrEqualTo(1000)
                .startsWith("… > ")
                .endsWith(" > route-with-a-long-name-499 > type-499");
        assertThat(hops(event).loop()).hasSizeLessThanOrEqualTo(300).endsWith(" > type-499");
        assertThat(Hops.parse(hops(event).text())).contains(hops(event));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x a", "0 a", "-1 a", "99999999999 a", "3"})
    void takesWhatIsNoChainForNone(String text) {
        assertThat(Hops.parse(text)).isEmpty();
    }
}
