package dev.sealpost.api.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.MetadataIn;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.Endpoint;
import dev.sealpost.endpoint.Endpoint.Filter;
import dev.sealpost.endpoint.Endpoint.Lifecycle;
import dev.sealpost.endpoint.Endpoint.Policy;
import dev.sealpost.endpoint.Endpoint.Profile;
import dev.sealpost.endpoint.Endpoint.Receiver;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.endpoint.PolicyBounds;
import dev.sealpost.endpoint.PolicyOverride;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.identifier.Uid;
import dev.sealpost.request.RequestOptions;
import dev.sealpost.signature.SigningSecret;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads endpoints from requests. */
@Component
class EndpointIn {

    private static final int MOST_TYPES = 1_000;
    private static final int MOST_CHANNELS = 10;
    private static final int MOST_TAGS = 10;
    private static final int LONGEST_DESCRIPTION = 4_096;

    /** Members of POST and PUT. */
    static final Shape SHAPE = Shape.of(
                    "EndpointIn",
                    ReceiverIn.URL,
                    Member.of(
                                    "uid",
                                    JsonType.text(1, Uid.LONGEST_UID).matching(Uid.PATTERN),
                                    "Your own name of the endpoint, unique in its application, usable in paths in place"
                                            + " of the id.")
                            .orNull()
                            .like("\"shop-1\""),
                    Member.of("description", JsonType.text(0, LONGEST_DESCRIPTION), "Text for people.")
                            .orNull()
                            .like("\"Orders of the shop\""),
                    Member.of(
                                    "eventTypes",
                                    new JsonType.Items(
                                            JsonType.text(1, EventTypePattern.LONGEST)
                                                    .matching(EventTypePattern.PATTERN),
                                            1,
                                            MOST_TYPES),
                                    "Event types or patterns such as `order.*` that the endpoint gets; absent or null:"
                                            + " all.")
                            .orNull()
                            .alsoCalled("filterTypes")
                            .like("[\"order.*\"]"),
                    Member.of(
                                    "channels",
                                    new JsonType.Items(
                                            JsonType.text(1, Uid.LONGEST_LABEL).matching(Uid.PATTERN),
                                            1,
                                            MOST_CHANNELS),
                                    "Channels of which a message needs one; absent or null: any message.")
                            .orNull()
                            .like("[\"shop-1\"]"),
                    Member.of(
                                    "tags",
                                    new JsonType.Items(
                                            JsonType.text(1, Uid.LONGEST_LABEL).matching(Uid.PATTERN), 1, MOST_TAGS),
                                    "Tags of which a message needs one; absent or null: any message.")
                            .orNull(),
                    MetadataIn.MEMBER,
                    ReceiverIn.SECRET,
                    ReceiverIn.HEADERS,
                    ClassicSignatureIn.MEMBER,
                    Member.of(
                                    "request",
                                    new JsonType.Nested(RequestIn.SHAPE),
                                    "Format, encryption and authentication of the requests.")
                            .orNull(),
                    Member.of(
                                    "policy",
                                    new JsonType.Nested(PolicyIn.SHAPE),
                                    "What overrides the configured delivery policy.")
                            .orNull()
                            .like("{\"retrySchedule\": [5, 300, 1800]}"),
                    Member.of(
                                    "throttleRate",
                                    new JsonType.Whole(1, PolicyBounds.MOST_RATE),
                                    "Attempts per second, an alias of `policy.throttle.rate`.")
                            .orNull()
                            .alsoCalled("rateLimit")
                            .like("10"),
                    Member.of("disabled", new JsonType.Flag(), "Whether it gets nothing.")
                            .orNull()
                            .like("false"))
            .andOf(EndpointOut.class);

    /** Members of PATCH. */
    static final Shape PATCH = SHAPE.patch("EndpointPatch");

    /** Placeholder for a missing or invalid URL while the other members are validated. */
    private static final OutboundUrl NOWHERE = OutboundUrl.parse("https://endpoint.invalid/");

    private final ReceiverIn receivers;
    private final Clock clock;
    private final DeliveryPolicy defaults;

    EndpointIn(ReceiverIn receivers, Clock clock, DeliveryPolicy defaults) {
        this.receivers = receivers;
        this.clock = clock;
        this.defaults = defaults;
    }

    /** POST: creates an endpoint; generates the secret if absent. */
    Endpoint create(Fields fields, ApplicationId application, Optional<EndpointId> id) {
        Instant now = now();
        Endpoint blank = new Endpoint(
                id.orElseGet(() -> EndpointId.at(now)),
                application,
                new Receiver(NOWHERE, Optional.of(SigningSecret.generate())),
                Filter.EVERYTHING,
                blank(Lifecycle.enabled(now, now)));
        Endpoint made = read(fields, blank, blank);
        Profile profile = made.profile();
        // A new endpoint counts as unchanged.
        return made.with(
                new Lifecycle(profile.status().disabled(), profile.status().disabledReason(), false, now, now));
    }

    /** Returns whether the same request may have created the stored endpoint; true if it was changed since. */
    boolean mayBeCreatedFrom(Fields fields, Endpoint stored) {
        Lifecycle status = stored.profile().status();
        return !status.updatedAt().equals(status.createdAt())
                || replaced(fields, stored).with(status).equals(stored);
    }

    /** PUT: resets absent members to their defaults, except id, creation time, secrets, headers, transformation and pause. */
    Endpoint replaced(Fields fields, Endpoint old) {
        return read(
                fields,
                new Endpoint(
                        old.id(),
                        old.application(),
                        new Receiver(
                                NOWHERE,
                                old.receiver().signing(),
                                old.receiver().headers(),
                                RequestOptions.NONE,
                                old.receiver().transformation(),
                                Optional.empty()),
                        Filter.EVERYTHING,
                        blank(old.profile()
                                .status()
                                .changed(false, old.profile().status().updatedAt()))),
                old);
    }

    /** PATCH: keeps absent members. */
    Endpoint changed(Fields fields, Endpoint old) {
        return read(fields, old, old);
    }

    private Endpoint read(Fields fields, Endpoint old, Endpoint shown) {
        fields.requireUnchanged("paused", BooleanNode.valueOf(shown.paused()), "POST …/pause or …/resume");
        Profile profile = old.profile();
        Endpoint changed = new Endpoint(
                old.id(),
                old.application(),
                receivers.changed(fields, old.application(), old.receiver()),
                new Filter(
                        fields.list(
                                fields.either("eventTypes", "filterTypes", types(shown)),
                                old.filter().eventTypes(),
                                EventTypePattern::new),
                        fields.list("channels", old.filter().channels(), Uid::requireLabel),
                        fields.list("tags", old.filter().tags(), Uid::requireLabel)),
                new Profile(
                        fields.optional(
                                "uid", profile.uid(), node -> Uid.require(Fields.text(node), EndpointId.PREFIX)),
                        fields.value("description", profile.description(), "", Fields::text),
                        MetadataIn.changed(fields, profile.metadata()),
                        Policy.of(
                                PolicyIn.changed(
                                        fields,
                                        profile.policy().override(),
                                        shown.profile().policy().override()),
                                defaults),
                        profile.status()
                                .changed(
                                        fields.value(
                                                "disabled", profile.status().disabled(), false, Fields::flag),
                                        now())));
        fields.throwIfInvalid();
        return changed;
    }

    private static JsonNode types(Endpoint endpoint) {
        List<EventTypePattern> types = endpoint.filter().eventTypes();
        if (types.isEmpty()) {
            return NullNode.getInstance();
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        types.forEach(type -> list.add(type.expression()));
        return list;
    }

    private Profile blank(Lifecycle status) {
        return new Profile(Optional.empty(), "", Map.of(), Policy.of(PolicyOverride.NONE, defaults), status);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
