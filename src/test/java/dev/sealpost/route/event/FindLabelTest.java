package dev.sealpost.route.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.Payload;
import dev.sealpost.event.message.ContentCases;
import dev.sealpost.route.OneRoute;
import dev.sealpost.route.camel.EventCamel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.ProcessorEndpoint;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FindLabelTest {

    private static final String OLD = "text/plain; charset=ISO-8859-1";
    private static final String JSON = "{\"t\":\"é\"}";

    @AutoClose
    private final OneRoute route = new OneRoute();

    @BeforeEach
    void addAVendor() {
        route.app.camel.addComponent("vendor", new Vendor());
    }

    /** Answers like HTTP, with the label of the answer in the header. */
    private static final class Vendor extends DefaultComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new ProcessorEndpoint(uri, this, exchange -> {
                exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, new StringBuilder(OLD).toString());
                exchange.setProperty(Exchange.CHARSET_NAME, "ISO-8859-1");
                exchange.getMessage().setBody("zwölf".getBytes(StandardCharsets.ISO_8859_1));
            });
        }
    }

    private interface Steps {
        ProcessorDefinition<?> add(ProcessorDefinition<?> steps);
    }

    private Event published(Steps steps) throws Exception {
        route.from("event:order.*", from -> steps.add(from).to("event:order.derived"));
        assertThat(route.outcome()).isInstanceOf(Succeeded.class);
        return route.app.publisher.published.getLast();
    }

    /** Fault 29. */
    @ParameterizedTest
    @ValueSource(strings = {"to", "toD", "enrich", "recipientList", "direct"})
    void ignoresTheLabelOfAnAnswerForTheNextBody(String call) throws Exception {
        route.app.camel.addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call").to("vendor:api");
            }
        });

        Event event = published(steps -> switch (call) {
            case "to" -> steps.to("vendor:api").setBody().constant(JSON);
            case "toD" ->
                steps.toD("vendor:api-${header.SealpostEventId}").setBody().constant(JSON);
            case "enrich" -> steps.enrich("vendor:api").setBody().constant(JSON);
            case "recipientList" ->
                steps.recipientList().constant("vendor:api").end().setBody().constant(JSON);
            default -> steps.to("direct:call").setBody().constant(JSON);
        });

        assertThat(event.content().type()).isEqualTo("application/json");
        assertThat(event.payload().bytes()).isEqualTo(JSON.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void usesTheLabelThatTheAuthorSetsAfterACall() throws Exception {
        Event event = published(steps -> steps.to("vendor:api")
                .setBody()
                .constant("a;b")
                .setHeader(Exchange.CONTENT_TYPE)
                .constant("text/csv"));

        assertThat(event.content().type()).isEqualTo("text/csv");
    }

    @Test
    void usesTheLabelThatTheAuthorSetsToTheOneOfTheAnswer() throws Exception {
        Event event = published(
                steps -> steps.to("vendor:api").setHeader(Exchange.CONTENT_TYPE).constant(OLD));

        assertThat(event.content().type()).isEqualTo(OLD);
        assertThat(event.payload().bytes()).isEqualTo("zwölf".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void refusesAnAnswerThatIsNotJsonWithARemedy() throws Exception {
        route.from("event:order.*", from -> from.to("vendor:api").to("event:order.derived"));

        assertThat(route.outcome())
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).contains("not JSON", "Content-Type"));
    }

    @Test
    void keepsTheLabelAfterACallWithoutAnAnswer() throws Exception {
        Event event = published(steps -> steps.setBody()
                .constant("a;b")
                .setHeader(Exchange.CONTENT_TYPE)
                .constant("text/csv")
                .to("log:x"));

        assertThat(event.content().type()).isEqualTo("text/csv");
    }

    @Test
    void keepsTheLabelOfTheEventForItsBodyButNotForJson() throws Exception {
        route.from(
                "event:order.*",
                from -> from.to("event:order.copied").setBody().constant(JSON).to("event:order.derived"));
        Event plain = EventCamel.anEvent("msg_1");
        Event xml = new Event(
                plain.id(),
                plain.application(),
                plain.time(),
                plain.labels(),
                new Content("text/xml", new Payload("<a/>".getBytes(StandardCharsets.UTF_8))));

        assertThat(route.app.attempt("r", xml).outcome()).isInstanceOf(Succeeded.class);

        assertThat(route.app.publisher.published)
                .extracting(event -> event.content().type())
                .containsExactly("text/xml", "application/json");
    }

    static java.util.List<ContentCases.Case> cases() {
        return ContentCases.all();
    }

    /** Faults 6 and 7. */
    @ParameterizedTest
    @MethodSource("cases")
    void publishesOnlyContentThatMatchesItsLabel(ContentCases.Case each) {
        Optional<String> label = each.label().text;
        Runnable publish = () -> route.app
                .camel
                .createProducerTemplate()
                .sendBodyAndHeaders(
                        "event:a?application=acme",
                        each.kind().bytes,
                        label.<Map<String, Object>>map(text -> Map.of(Exchange.CONTENT_TYPE, text))
                                .orElse(Map.of()));

        if (each.fits()) {
            publish.run();
            assertThat(route.app.publisher.published.getLast().payload().bytes())
                    .isEqualTo(each.kind().bytes);
        } else {
            assertThatThrownBy(publish::run)
                    .isInstanceOf(CamelExecutionException.class)
                    .cause()
                    .hasMessageContaining("event:a");
        }
    }
}
