package dev.sealpost.attempt;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.Destinations;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.endpoint.EndpointDirectory;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.util.Optional;

/** Finds endpoints as destinations. */
final class WebhookDestinations implements Destinations {

    private final EndpointDirectory endpoints;
    private final ApplicationDirectory applications;
    private final PostWebhook post;
    private final DeliveryPolicy defaults;

    WebhookDestinations(
            EndpointDirectory endpoints, ApplicationDirectory applications, PostWebhook post, DeliveryPolicy defaults) {
        this.endpoints = endpoints;
        this.applications = applications;
        this.post = post;
        this.defaults = defaults;
    }

    @Override
    public Optional<Destination> find(DestinationId id) {
        return id.isRoute()
                ? Optional.empty()
                : Optional.of(new WebhookDestination(endpoints.find(new EndpointId(id.value()))));
    }

    private final class WebhookDestination implements Destination {

        private final Optional<Endpoint> endpoint;

        WebhookDestination(Optional<Endpoint> endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public Readiness readiness() {
            if (endpoint.isEmpty()) {
                return Readiness.GONE;
            }
            Endpoint known = endpoint.get();
            if (known.disabled()) {
                return Readiness.DISABLED;
            }
            if (known.receiver().fault().isPresent()) {
                return Readiness.BROKEN;
            }
            if (known.receiver().secret().isEmpty()) {
                return Readiness.SECRET_UNREADABLE;
            }
            if (known.paused() || applications.isPaused(known.application())) {
                return Readiness.PAUSED;
            }
            return post.isReady() ? Readiness.READY : Readiness.ROUTE_UNAVAILABLE;
        }

        @Override
        public Duration deadline() {
            return post.deadline();
        }

        @Override
        public DeliveryPolicy policy() {
            return endpoint.isPresent() ? endpoint.get().profile().policy().effective() : defaults;
        }

        @Override
        public Attempted attempt(Delivery delivery) {
            return post.post(
                    delivery, endpoint.orElseThrow(() -> new IllegalStateException("the endpoint was deleted")));
        }
    }
}
