package dev.sealpost.route.event;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.ReceiverFailure;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Hops;
import dev.sealpost.event.Labels;
import dev.sealpost.event.TraceContext;
import dev.sealpost.event.message.CheckContent;
import dev.sealpost.event.message.UnfitContentException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.support.MessageHelper;

/** Builds the event that a step {@code to: event:} publishes, including its id. */
final class ComposeEvent {

    private static final int MAX_UID_LENGTH = 256;

    private final EventType type;
    private final Optional<String> applicationOption;
    private final EventPublication with;

    ComposeEvent(EventType type, Optional<String> applicationOption, EventPublication with) {
        this.type = type;
        this.applicationOption = applicationOption;
        this.with = with;
    }

    /** @throws IllegalArgumentException if the exchange has no valid event; the message says what to set */
    Event compose(Exchange exchange) {
        Message message = exchange.getMessage();
        Optional<ConsumedEvent> parent = ConsumedEvent.of(exchange);
        ApplicationId application = application(message, parent);
        Instant now = with.clock().instant();
        Optional<String> uid = uid(message, parent);
        EventId id = uid.map(text -> EventId.derived(application.value(), "uid", text))
                .or(() -> parent.map(consumed -> consumed.nextId(type, branch(exchange))))
                .orElseGet(() -> EventId.at(now));
        return new Event(
                id,
                application,
                now.truncatedTo(ChronoUnit.MILLIS),
                new Labels(type, uid, channels(message), List.of()),
                content(exchange, parent)
                        .in(trace(message, parent))
                        .through(parent.map(consumed -> hops(consumed, application))));
    }

    /** @throws ReceiverFailure if there are too many hops; the delivery becomes a dead letter, because retries cannot help */
    private Hops hops(ConsumedEvent parent, ApplicationId application) {
        Hops hops = parent.hopsTo(type, application);
        if (hops.count() > with.hops()) {
            String reason =
                    "not published: the event has passed through more than " + with.hops() + " routes: " + hops.loop();
            throw new ReceiverFailure(new Failed(reason, true), reason);
        }
        return hops;
    }

    /** Returns the application of the option, otherwise of the header, otherwise of the event that the route works on. */
    private ApplicationId application(Message message, Optional<ConsumedEvent> parent) {
        Optional<String> name = applicationOption.or(() -> header(message, EventHeaders.APPLICATION));
        if (name.isEmpty()) {
            return parent.flatMap(ConsumedEvent::application)
                    .orElseThrow(() -> new IllegalArgumentException("event:" + type + " needs an application: set the"
                            + " option application or the header " + EventHeaders.APPLICATION));
        }
        return parent.flatMap(ConsumedEvent::application)
                .filter(application -> application.value().equals(name.get()))
                .or(() -> with.applications().find(name.get()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "event:" + type + ": no application has the id or uid " + name.get()));
    }

    /** Returns the uid in the header. Ignores the id of the event that the route works on, which is in the same header. */
    private static Optional<String> uid(Message message, Optional<ConsumedEvent> parent) {
        Optional<String> uid = header(message, EventHeaders.EVENT_ID)
                .filter(text -> parent.filter(
                                consumed -> consumed.event().id().value().equals(text))
                        .isEmpty());
        if (uid.filter(text -> text.length() > MAX_UID_LENGTH).isPresent()) {
            throw new IllegalArgumentException(
                    EventHeaders.EVENT_ID + " is longer than " + MAX_UID_LENGTH + " characters");
        }
        return uid;
    }

    /** Returns the trace in the headers, otherwise that of the event that the route works on. */
    private static Optional<TraceContext> trace(Message message, Optional<ConsumedEvent> parent) {
        return header(message, TraceContext.PARENT)
                .flatMap(text -> TraceContext.of(text, header(message, TraceContext.STATE)))
                .or(() -> parent.flatMap(consumed -> consumed.event().content().trace()));
    }

    private static String branch(Exchange exchange) {
        Object split = exchange.getProperty(ExchangePropertyKey.SPLIT_INDEX);
        Object multicast = exchange.getProperty(ExchangePropertyKey.MULTICAST_INDEX);
        return Branches.outerBranch(exchange) + (split == null ? "" : split) + "/"
                + (multicast == null ? "" : multicast);
    }

    private static List<String> channels(Message message) {
        return header(message, EventHeaders.CHANNELS)
                .map(text -> Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(channel -> !channel.isEmpty())
                        .distinct()
                        .toList())
                .orElse(List.of());
    }

    private Content content(Exchange exchange, Optional<ConsumedEvent> parent) {
        byte[] bytes = bytes(exchange.getMessage());
        try {
            return CheckContent.of(FindLabel.of(exchange, parent.map(ConsumedEvent::event), bytes), bytes);
        } catch (UnfitContentException e) {
            throw new IllegalArgumentException(
                    "event:" + type + ": " + e.getMessage() + " (header " + Exchange.CONTENT_TYPE + ")", e);
        }
    }

    private static Optional<String> header(Message message, String name) {
        return Optional.ofNullable(message.getHeader(name, String.class))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private byte[] bytes(Message message) {
        Object body = message.getBody();
        return switch (body) {
            case null -> throw unfit("the body is empty");
            case byte[] bytes -> bytes.clone();
            case String text -> utf8(text);
            case Map<?, ?> map -> throw unfit("the body is a map");
            case Iterable<?> list -> throw unfit("the body is a list");
            case StreamCache stream -> converted(message, stream);
            case InputStream stream -> converted(message, stream);
            default -> converted(message, body);
        };
    }

    private byte[] utf8(String text) {
        try {
            return CheckContent.utf8(text);
        } catch (UnfitContentException e) {
            throw unfit(String.valueOf(e.getMessage()));
        }
    }

    private byte[] converted(Message message, Object body) {
        try {
            // Converting through a String would apply the character set of the exchange and change the bytes.
            byte[] bytes = message.getMandatoryBody(byte[].class);
            MessageHelper.resetStreamCache(message);
            return bytes;
        } catch (InvalidPayloadException e) {
            throw unfit("the body is a " + body.getClass().getSimpleName());
        }
    }

    private IllegalArgumentException unfit(String reason) {
        return new IllegalArgumentException("event:" + type + " publishes bytes or text, but " + reason
                + "; convert it to JSON first, with marshal or a jq transform");
    }
}
