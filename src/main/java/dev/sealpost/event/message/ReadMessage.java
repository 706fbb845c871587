package dev.sealpost.event.message;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.broker.Broker;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventSettings;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Expiry;
import dev.sealpost.event.Hops;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Labels;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.event.PayloadPeriod;
import dev.sealpost.event.ProducerStamp;
import dev.sealpost.event.TraceContext;
import dev.sealpost.event.message.Reading.NotUnderstood;
import dev.sealpost.event.message.Reading.Understood;
import dev.sealpost.eventtype.CheckEventType;
import dev.sealpost.identifier.Rfc3339;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reads a message of the broker, from any producer, as an event. */
@Component
public class ReadMessage {

    private static final Logger LOG = LoggerFactory.getLogger(ReadMessage.class);

    /** Form of an application id. Anybody can write a stamp, so the id it vouches for is checked. */
    private static final Pattern ID_FORM = Pattern.compile(ApplicationId.PREFIX + "[0-9A-Za-z]{27}");

    private static final Pattern MILLISECONDS = Pattern.compile("-?[0-9]+");

    private final ApplicationDirectory applications;
    private final Broker broker;
    private final EventSettings settings;
    private final CheckEventType types;
    private final Clock clock;

    ReadMessage(
            ApplicationDirectory applications,
            Broker broker,
            EventSettings settings,
            CheckEventType types,
            Clock clock) {
        this.types = types;
        this.applications = applications;
        this.broker = broker;
        this.settings = settings;
        this.clock = clock;
    }

    /** Reads a message. Never throws for what a producer can send, but returns the reason. */
    public Reading read(ReceivedMessage message) {
        try {
            Optional<String> unreadable = message.property(Addresses.UNREADABLE);
            if (unreadable.isPresent()) {
                return new NotUnderstood(unreadable.get());
            }
            return switch (message.body()) {
                case MessageBody.Bytes(byte[] bytes) -> understand(message, bytes);
                case MessageBody.TooLarge tooLarge ->
                    new NotUnderstood("the body has " + tooLarge.size() + " bytes; the maximum is 1 MiB");
                case MessageBody.OverLimit overLimit ->
                    new NotUnderstood(
                            "the body has at least " + overLimit.size() + " bytes uncompressed; the maximum is 1 MiB");
                case MessageBody.NotBytes notBytes ->
                    new NotUnderstood(notBytes.describe() + " has no plain body; send bytes or text");
            };
        } catch (InvalidFieldsException | MalformedJsonException e) {
            return new NotUnderstood("invalid CloudEvent: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return new NotUnderstood(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("event.unreadable messageId={}", message.id(), e);
            return new NotUnderstood("unreadable message; see event.unreadable in the log for the cause");
        }
    }

    private Reading understand(ReceivedMessage message, byte[] bytes) {
        requireWhole(message, bytes.length);
        MessageLabel.requireUncompressed(message);
        Optional<CloudEvent> cloudEvent =
                message.property(MessageProperties.TYPE).isPresent()
                        ? Optional.empty()
                        : CloudEventMessage.read(message, bytes);
        return cloudEvent.isPresent() ? understand(message, cloudEvent.get()) : understandNative(message, bytes);
    }

    private Reading understand(ReceivedMessage message, CloudEvent event) {
        String name = event.application()
                .or(() -> message.property(MessageProperties.APPLICATION))
                .orElseThrow(() -> new IllegalArgumentException(
                        "a CloudEvent without an application: set the extension sealpostapplication, or the message property "
                                + MessageProperties.APPLICATION));
        Optional<ApplicationId> application = applications.find(name);
        if (application.isEmpty()) {
            return new NotUnderstood("unknown application of a CloudEvent: " + name);
        }
        Instant time = event.time().or(() -> sentAt(message)).orElseGet(clock::instant);
        Content content = event.content();
        Content expiring = new Content(
                        content.type(), content.payload(), content.expiresAt().or(() -> expiresByDefault(time)))
                .in(content.trace().or(() -> trace(message)))
                .keptFor(period(message));
        return ofProducer(new Event(event.idIn(application.get()), application.get(), time, event.labels(), expiring));
    }

    /** Checks an event of another producer against its type; this node's own ones were checked before they were published. */
    private Reading ofProducer(Event event) {
        Optional<String> refusal = types.refusal(event);
        return refusal.<Reading>map(NotUnderstood::new).orElseGet(() -> new Understood(event, Optional.empty()));
    }

    private Reading understandNative(ReceivedMessage message, byte[] bytes) {
        Optional<ProducerStamp> stamp = ProducerStamp.of(message);
        String name = required(message, MessageProperties.APPLICATION);
        EventType type = new EventType(required(message, MessageProperties.TYPE));
        // An event published by a node was accepted while its application existed; the application may have been
        // deleted since.
        Optional<ApplicationId> application = applications
                .find(name)
                .or(() -> stamp.isPresent() && ID_FORM.matcher(name).matches()
                        ? Optional.of(new ApplicationId(name))
                        : Optional.empty());
        if (application.isEmpty()) {
            return new NotUnderstood(MessageProperties.APPLICATION + " is an unknown application: " + name);
        }
        Labels labels = new Labels(
                type,
                message.property(MessageProperties.UID),
                list(message, MessageProperties.CHANNELS),
                list(message, MessageProperties.TAGS));
        Instant time = time(message);
        Content labelled =
                stamp.isPresent() ? MessageLabel.trusted(message, bytes) : MessageLabel.checked(message, bytes);
        Content content = new Content(labelled.type(), labelled.payload(), expiresAt(message, time))
                .in(trace(message))
                .through(message.property(MessageProperties.HOPS).flatMap(Hops::parse))
                .keptFor(period(message));
        Event event = new Event(id(message), application.get(), time, labels, content);
        return stamp.isPresent() ? new Understood(event, stamp) : ofProducer(event);
    }

    private static Optional<PayloadPeriod> period(ReceivedMessage message) {
        return message.property(MessageProperties.PAYLOAD_PERIOD).map(text -> {
            try {
                return PayloadPeriod.parse(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(MessageProperties.PAYLOAD_PERIOD + ": " + e.getMessage(), e);
            }
        });
    }

    private Optional<Instant> expiresAt(ReceivedMessage message, Instant time) {
        Optional<String> text = message.property(MessageProperties.EXPIRES_AT);
        if (text.isPresent()) {
            return Optional.of(expiresAt(text.get()));
        }
        return expiresByDefault(time);
    }

    private Optional<Instant> expiresByDefault(Instant time) {
        return settings.expireAfter().isZero() ? Optional.empty() : Optional.of(time.plus(settings.expireAfter()));
    }

    private static Instant expiresAt(String text) {
        if (MILLISECONDS.matcher(text).matches()) {
            return milliseconds(MessageProperties.EXPIRES_AT, text);
        }
        try {
            return Expiry.At.parse(text).time().truncatedTo(ChronoUnit.MILLIS);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(MessageProperties.EXPIRES_AT + ": " + e.getMessage(), e);
        }
    }

    private static Instant milliseconds(String property, String text) {
        Instant time = Instant.ofEpochMilli(MessageProperties.number(property, text));
        if (!Rfc3339.isWithin(time)) {
            throw new IllegalArgumentException(property + " is not a time in the years 0000 to 9999");
        }
        return time;
    }

    /** Returns the sending time, which clients can set to any value. */
    private static Optional<Instant> sentAt(ReceivedMessage message) {
        return message.sentAt().filter(Rfc3339::isWithin);
    }

    private static void requireWhole(ReceivedMessage message, int size) {
        message.property(MessageProperties.SIZE).ifPresent(text -> {
            if (MessageProperties.number(MessageProperties.SIZE, text) != size) {
                throw new IllegalArgumentException("the body has " + size + " bytes, but " + MessageProperties.SIZE
                        + " is " + text + ": it was truncated, for example by a disk failure, or changed");
            }
        });
    }

    private EventId id(ReceivedMessage message) {
        return message.property(MessageProperties.ID).map(EventId::new).orElseGet(() -> {
            String number = Long.toString(message.id());
            return sentAt(message)
                    .map(sent -> EventId.derivedAt(sent, "message", broker.nodeId(), number))
                    .orElseGet(() -> EventId.derived("message", broker.nodeId(), number));
        });
    }

    private Instant time(ReceivedMessage message) {
        return message.property(MessageProperties.TIME)
                .map(text -> milliseconds(MessageProperties.TIME, text))
                .or(() -> sentAt(message))
                .orElseGet(clock::instant);
    }

    private static Optional<TraceContext> trace(ReceivedMessage message) {
        return message.property(TraceContext.PARENT)
                .flatMap(parent -> TraceContext.of(parent, message.property(TraceContext.STATE)));
    }

    private static String required(ReceivedMessage message, String property) {
        return message.property(property)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new IllegalArgumentException("the property " + property + " is missing"));
    }

    private static List<String> list(ReceivedMessage message, String property) {
        return message.property(property)
                .map(text -> List.of(text.split(",", -1)))
                .orElse(List.of());
    }
}
