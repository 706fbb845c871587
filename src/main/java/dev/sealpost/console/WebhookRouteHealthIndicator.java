package dev.sealpost.console;

import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Reports down while the webhook delivery route is missing, failed or stopped. */
@Component("webhookRouteHealthIndicator")
class WebhookRouteHealthIndicator implements HealthIndicator {

    static final String ROUTE = "webhook-delivery";

    private final CamelContext camel;

    WebhookRouteHealthIndicator(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public Health health() {
        @Nullable ServiceStatus status = camel.getRouteController().getRouteStatus(ROUTE);
        boolean started = camel.isStarted() && status != null && status.isStarted();
        return (started ? Health.up() : Health.down())
                .withDetail("route", ROUTE)
                .withDetail("status", status == null ? "not loaded" : status.name())
                .build();
    }
}
