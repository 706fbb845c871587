package dev.sealpost.attempt;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.egress.EgressSettings;
import dev.sealpost.egress.LoopbackClient;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.endpoint.PolicyOverride;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.node.WarmUpStep;
import dev.sealpost.node.WarmUpTime;
import dev.sealpost.request.EndpointCredentials;
import dev.sealpost.signature.SigningSecret;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.transform.Transformations;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Warms up attempts: signs events and posts them to a receiver inside this process, through a Camel context, an HTTP client and
 * a route of its own. The route of the file may have steps of the user, which must see real events only.
 */
final class WarmUpWebhooks implements WarmUpStep.Work {

    private static final int SENDERS = 4;
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final String PAYLOAD = "{\"text\":\"" + "x".repeat(1000) + "\"}";

    private final EgressSettings egress;
    private final DeliveryPolicy policy;
    private final Decide decide;
    private final Clock clock;

    WarmUpWebhooks(EgressSettings egress, DeliveryPolicy policy, Decide decide, Clock clock) {
        this.egress = egress;
        this.policy = policy;
        this.decide = decide;
        this.clock = clock;
    }

    @Override
    public void run(WarmUpTime time) throws Exception {
        try (LoopbackClient client = new LoopbackClient(egress);
                WarmUpReceiver receiver = new WarmUpReceiver(PAYLOAD.length(), time);
                CamelContext camel = camel(client)) {
            PostWebhook post = new PostWebhook(new WebhookRoute(camel), decide, DEADLINE, clock);
            Endpoint endpoint = endpoint("http://127.0.0.1:" + receiver.port() + "/warm-up");
            time.repeat(SENDERS, () -> post.post(delivery(), endpoint)).await();
        }
    }

    private CamelContext camel(LoopbackClient client) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.disableJMX();
        camel.getRegistry().bind("webhookHttpClient", client.webhooks());
        camel.getRegistry()
                .bind(
                        "signWebhook",
                        new SignWebhook(
                                clock,
                                new AuthenticateWebhook(EndpointCredentials.none()),
                                new TransformWebhook(Transformations.withDefaults())));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:webhook-delivery")
                        .routeId(WebhookRoute.ID)
                        .process("signWebhook")
                        .to(
                                "http://host.invalid?httpClient=#webhookHttpClient&httpMethod=POST&throwExceptionOnFailure=false"
                                        + "&copyHeaders=false&skipControlHeaders=true");
            }
        });
        camel.start();
        return camel;
    }

    private Endpoint endpoint(String url) {
        return new Endpoint(
                new EndpointId("ep_warm_up"),
                new ApplicationId("app_warm_up"),
                new Endpoint.Receiver(OutboundUrl.parse(url), Optional.of(SigningSecret.generate())),
                Endpoint.Filter.EVERYTHING,
                new Endpoint.Profile(
                        Optional.empty(),
                        "",
                        Map.of(),
                        Endpoint.Policy.of(PolicyOverride.NONE, policy),
                        Endpoint.Lifecycle.enabled(Instant.EPOCH, Instant.EPOCH)));
    }

    private Delivery delivery() {
        Instant now = clock.instant();
        Event event = new Event(
                EventId.at(now),
                new ApplicationId("app_warm_up"),
                now,
                Labels.of(new EventType("warm.up")),
                Content.json(PAYLOAD.getBytes(StandardCharsets.UTF_8)));
        return new Delivery(event, DestinationId.of(new EndpointId("ep_warm_up")), Delivery.AttemptKey.FIRST);
    }
}
