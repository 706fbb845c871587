package dev.sealpost.endpoint;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.signature.SigningSecret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A URL of an application that wants events. */
public record Endpoint(EndpointId id, ApplicationId application, Receiver receiver, Filter filter, Profile profile) {

    /**
     * Where deliveries go and what signs them.
     *
     * @param secret empty when what is stored cannot be read with the key in use
     * @param fault which columns of its row cannot be read, with the reasons; other values stand in for them
     */
    public record Receiver(OutboundUrl url, Optional<SigningSecret> secret, Optional<String> fault) {

        /** Of an endpoint whose row can be read. */
        public Receiver(OutboundUrl url, Optional<SigningSecret> secret) {
            this(url, secret, Optional.empty());
        }
    }

    /**
     * What it wants.
     *
     * @param eventTypes empty: every type
     * @param channels empty: every channel
     */
    public record Filter(List<EventTypePattern> eventTypes, List<String> channels) {

        public static final Filter EVERYTHING = new Filter(List.of(), List.of());

        public Filter {
            eventTypes = List.copyOf(eventTypes);
            channels = List.copyOf(channels);
        }
    }

    /**
     * What users keep with it.
     *
     * @param uid their own id for it, unique in the application
     */
    public record Profile(
            Optional<String> uid, String description, Map<String, String> metadata, Policy policy, Status status) {

        public Profile {
            metadata = Map.copyOf(metadata);
        }
    }

    /**
     * How it is treated.
     *
     * @param effective the override over the configuration; made once, when the endpoint is read
     */
    public record Policy(PolicyOverride override, DeliveryPolicy effective) {

        public static Policy of(PolicyOverride override, DeliveryPolicy defaults) {
            return new Policy(override, override.over(defaults));
        }
    }

    /**
     * Whether it gets events, and since when it is there.
     *
     * @param disabledReason empty when it is not disabled, or nobody said why
     * @param paused what it is owed waits, and goes on being owed
     */
    public record Status(
            boolean disabled,
            Optional<DisableReason> disabledReason,
            boolean paused,
            Instant createdAt,
            Instant updatedAt) {

        /** Of a new endpoint. */
        public static Status enabled(Instant createdAt, Instant updatedAt) {
            return new Status(false, Optional.empty(), false, createdAt, updatedAt);
        }

        /** As it is after somebody asked for it to be disabled or not. */
        public Status changed(boolean nowDisabled, Instant time) {
            Optional<DisableReason> reason = nowDisabled
                    ? (disabled ? disabledReason : Optional.of(DisableReason.BY_REQUEST))
                    : Optional.empty();
            return new Status(nowDisabled, reason, paused, createdAt, time);
        }

        Status paused(boolean nowPaused, Instant time) {
            return new Status(disabled, disabledReason, nowPaused, createdAt, time);
        }
    }

    public boolean disabled() {
        return profile.status().disabled();
    }

    public boolean paused() {
        return profile.status().paused();
    }

    /** Why nothing can be sent to it until its row is mended; empty when it can. */
    public Optional<String> broken() {
        return receiver.fault()
                .or(() -> receiver.secret().isPresent()
                        ? Optional.empty()
                        : Optional.of("secret: does not open with the encryption key of this node"));
    }

    /** The same with another status. */
    public Endpoint with(Status status) {
        return new Endpoint(
                id,
                application,
                receiver,
                filter,
                new Profile(profile.uid(), profile.description(), profile.metadata(), profile.policy(), status));
    }
}
