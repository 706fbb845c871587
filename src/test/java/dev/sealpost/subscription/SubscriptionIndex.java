package dev.sealpost.subscription;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.endpoint.EndpointDirectory;

/** Makes the index for the tests of other packages. */
public final class SubscriptionIndex {

    private SubscriptionIndex() {}

    public static Subscriptions over(
            ApplicationDirectory applications, EndpointDirectory endpoints, RouteDestinations routes) {
        return new Subscriptions(applications, endpoints, routes);
    }
}
