package dev.sealpost.endpoint;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.egress.OutboundUrl;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.request.CustomHeaders;
import dev.sealpost.request.RequestOptions;
import dev.sealpost.signature.ClassicSignature;
import dev.sealpost.signature.SigningKey;
import dev.sealpost.signature.SigningKeys;
import dev.sealpost.transform.Transformation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** URL of an application that receives events. */
public record Endpoint(EndpointId id, ApplicationId application, Receiver receiver, Filter filter, Profile profile) {

    /**
     * URL, signature, headers and options of the requests.
     *
     * @param transformation {@link Transformation#NONE}: none
     * @param fault unreadable columns of the row and the reasons; defaults replace their values
     */
    public record Receiver(
            OutboundUrl url,
            Signing signing,
            CustomHeaders headers,
            RequestOptions request,
            Transformation transformation,
            Optional<String> fault) {

        /** Creates the receiver of a readable endpoint without headers and options. */
        public Receiver(OutboundUrl url, Optional<SigningKey> secret) {
            this(
                    url,
                    new Signing(new SigningKeys(secret, List.of()), Optional.empty()),
                    CustomHeaders.NONE,
                    RequestOptions.NONE,
                    Transformation.NONE,
                    Optional.empty());
        }

        /** Returns a copy with another transformation. */
        public Receiver with(Transformation other) {
            return new Receiver(url, signing, headers, request, other, fault);
        }

        /** Returns the current key; empty when it cannot be decrypted with the encryption key of this node. */
        public Optional<SigningKey> secret() {
            return signing.keys().current();
        }
    }

    /**
     * Signatures of the requests.
     *
     * @param keys sign by Standard Webhooks
     * @param classic a further signature; empty: none
     */
    public record Signing(SigningKeys keys, Optional<ClassicSignature> classic) {}

    /**
     * Filter of the events it receives.
     *
     * @param eventTypes empty: all types
     * @param channels empty: all channels
     * @param tags empty: all tags
     */
    public record Filter(List<EventTypePattern> eventTypes, List<String> channels, List<String> tags) {

        public static final Filter EVERYTHING = new Filter(List.of(), List.of());

        /** Creates a filter for all tags. */
        public Filter(List<EventTypePattern> eventTypes, List<String> channels) {
            this(eventTypes, channels, List.of());
        }

        public Filter {
            eventTypes = List.copyOf(eventTypes);
            channels = List.copyOf(channels);
            tags = List.copyOf(tags);
        }
    }

    /**
     * Attributes set by users.
     *
     * @param uid id assigned by the user, unique in the application
     */
    public record Profile(
            Optional<String> uid, String description, Map<String, String> metadata, Policy policy, Lifecycle status) {

        public Profile {
            metadata = Map.copyOf(metadata);
        }
    }

    /**
     * Delivery policy.
     *
     * @param effective override merged with the configuration, computed once when the endpoint is read
     */
    public record Policy(PolicyOverride override, DeliveryPolicy effective) {

        public static Policy of(PolicyOverride override, DeliveryPolicy defaults) {
            return new Policy(override, override.over(defaults));
        }
    }

    /**
     * Status and timestamps.
     *
     * @param disabledReason empty when not disabled or unknown
     * @param paused whether its deliveries wait
     */
    public record Lifecycle(
            boolean disabled,
            Optional<DisableReason> disabledReason,
            boolean paused,
            Instant createdAt,
            Instant updatedAt) {

        /** Creates the status of a new endpoint. */
        public static Lifecycle enabled(Instant createdAt, Instant updatedAt) {
            return new Lifecycle(false, Optional.empty(), false, createdAt, updatedAt);
        }

        /** Returns the status after a request to enable or disable it. */
        public Lifecycle changed(boolean nowDisabled, Instant time) {
            Optional<DisableReason> reason = nowDisabled
                    ? (disabled ? disabledReason : Optional.of(DisableReason.BY_REQUEST))
                    : Optional.empty();
            return new Lifecycle(nowDisabled, reason, paused, createdAt, time);
        }

        Lifecycle paused(boolean nowPaused, Instant time) {
            return new Lifecycle(disabled, disabledReason, nowPaused, createdAt, time);
        }
    }

    public boolean disabled() {
        return profile.status().disabled();
    }

    public boolean paused() {
        return profile.status().paused();
    }

    /** Returns why nothing can be sent until its row is repaired; empty when it can. */
    public Optional<String> broken() {
        return receiver.fault()
                .or(() -> receiver.secret().isPresent()
                        ? Optional.empty()
                        : Optional.of("secret: does not open with the encryption key of this node"));
    }

    /** Returns a copy with another receiver. */
    public Endpoint with(Receiver newReceiver) {
        return new Endpoint(id, application, newReceiver, filter, profile);
    }

    /** Returns a copy with other signing keys. */
    public Endpoint with(SigningKeys keys) {
        return with(new Receiver(
                receiver.url(),
                new Signing(keys, receiver.signing().classic()),
                receiver.headers(),
                receiver.request(),
                receiver.transformation(),
                receiver.fault()));
    }

    /** Returns a copy with other headers. */
    public Endpoint with(CustomHeaders headers) {
        return with(new Receiver(
                receiver.url(),
                receiver.signing(),
                headers,
                receiver.request(),
                receiver.transformation(),
                receiver.fault()));
    }

    /** Returns it with this uid if it has none. */
    public Endpoint orWithUid(String uid) {
        return profile.uid().isPresent()
                ? this
                : new Endpoint(
                        id,
                        application,
                        receiver,
                        filter,
                        new Profile(
                                Optional.of(uid),
                                profile.description(),
                                profile.metadata(),
                                profile.policy(),
                                profile.status()));
    }

    /** Returns a copy with another status. */
    public Endpoint with(Lifecycle status) {
        return new Endpoint(
                id,
                application,
                receiver,
                filter,
                new Profile(profile.uid(), profile.description(), profile.metadata(), profile.policy(), status));
    }
}
