package dev.sealpost.api;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.egress.AddressGuard;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.endpoint.Endpoint.Filter;
import dev.sealpost.endpoint.Endpoint.Policy;
import dev.sealpost.endpoint.Endpoint.Profile;
import dev.sealpost.endpoint.Endpoint.Receiver;
import dev.sealpost.endpoint.Endpoint.Status;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.endpoint.PolicyOverride;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.identifier.Uid;
import dev.sealpost.signature.SigningSecret;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What users say about an endpoint. */
@Component
class EndpointIn {

    private static final int MOST_TYPES = 1_000;
    private static final int MOST_CHANNELS = 10;
    /** Stands in for a URL that is missing or wrong, while the other members are looked at. */
    private static final OutboundUrl NOWHERE = OutboundUrl.parse("https://endpoint.invalid/");

    private final AddressGuard guard;
    private final Clock clock;
    private final DeliveryPolicy defaults;

    EndpointIn(AddressGuard guard, Clock clock, DeliveryPolicy defaults) {
        this.guard = guard;
        this.clock = clock;
        this.defaults = defaults;
    }

    /** POST: a new endpoint; its secret is made where none is given. */
    Endpoint made(Fields fields, ApplicationId application) {
        fields.require("url");
        Instant now = now();
        return changed(
                fields,
                new Endpoint(
                        EndpointId.at(now),
                        application,
                        new Receiver(NOWHERE, Optional.of(SigningSecret.generate())),
                        Filter.EVERYTHING,
                        blank(Status.enabled(now, now))));
    }

    /** PUT: everything that is absent has its default; id and birthday stay, the secret where none is given, and a pause until it is resumed. */
    Endpoint replaced(Fields fields, Endpoint old) {
        fields.require("url");
        return changed(
                fields,
                new Endpoint(
                        old.id(),
                        old.application(),
                        new Receiver(NOWHERE, old.receiver().secret()),
                        Filter.EVERYTHING,
                        blank(old.profile()
                                .status()
                                .changed(false, old.profile().status().updatedAt()))));
    }

    /** PATCH: everything that is absent stays. */
    Endpoint changed(Fields fields, Endpoint old) {
        Profile profile = old.profile();
        Endpoint changed = new Endpoint(
                old.id(),
                old.application(),
                new Receiver(
                        fields.value("url", old.receiver().url(), node -> url(Fields.text(node))),
                        fields.optional("secret", Optional.empty(), node -> SigningSecret.parse(Fields.text(node)))
                                .or(() -> old.receiver().secret()),
                        old.receiver().fault()),
                new Filter(
                        fields.list(
                                fields.has("eventTypes") ? "eventTypes" : "filterTypes",
                                old.filter().eventTypes(),
                                MOST_TYPES,
                                EventTypePattern::new),
                        fields.list("channels", old.filter().channels(), MOST_CHANNELS, Uid::requireLabel)),
                new Profile(
                        fields.optional(
                                "uid", profile.uid(), node -> Uid.require(Fields.text(node), EndpointId.PREFIX)),
                        fields.value("description", profile.description(), "", Fields::text),
                        fields.map("metadata", profile.metadata()),
                        Policy.of(PolicyIn.changed(fields, profile.policy().override()), defaults),
                        profile.status()
                                .changed(
                                        fields.value(
                                                "disabled", profile.status().disabled(), false, Fields::flag),
                                        now())));
        fields.throwIfInvalid();
        return changed;
    }

    private OutboundUrl url(String text) {
        OutboundUrl url = OutboundUrl.parse(text);
        guard.requireAllowedLiteral(url);
        return url;
    }

    private Profile blank(Status status) {
        return new Profile(Optional.empty(), "", Map.of(), Policy.of(PolicyOverride.NONE, defaults), status);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
