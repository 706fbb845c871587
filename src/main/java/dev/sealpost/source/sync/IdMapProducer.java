package dev.sealpost.source.sync;

import dev.sealpost.source.webhook.Version;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.MessageHelper;
import org.jspecify.annotations.Nullable;

/** Producer of {@code to: idmap:}. Reads and sets exchange properties; the body stays as it is. */
final class IdMapProducer extends DefaultProducer {

    /** In: the id of the changed record in the system {@code from} (String). */
    static final String ID = "idmapId";

    /** In: its version there, a number or a time in RFC 3339 (String); optional. */
    static final String VERSION = "idmapVersion";

    /** In: true if it is deleted (Boolean or text); default false. */
    static final String DELETED = "idmapDeleted";

    /** In: the external key that the record carries, if any (String). */
    static final String KEY = "idmapKey";

    /** In and out: the id of the record in the system {@code to} (String). */
    static final String TARGET_ID = "idmapTargetId";

    /** In: the version of the record in the system {@code to} (String); optional. */
    static final String TARGET_VERSION = "idmapTargetVersion";

    /** Out: {@code create}, {@code update}, {@code delete} or {@code none}. */
    static final String ACTION = "idmapAction";

    /** Out: the decision, which for {@code none} says why (String). */
    static final String REASON = "idmapReason";

    /** Out: the external key to store with the record in the system {@code to} (String). */
    static final String SOURCE_KEY = "idmapSourceKey";

    /** Out of {@code find}: true if the change is what was written last, or of a deleted record (Boolean). */
    static final String ECHO = "idmapEcho";

    /** The received change, between the steps of one run. */
    private static final String CHANGE = "SealpostChange";

    private final IdMapEndpoint endpoint;
    private @Nullable IdMap map;

    IdMapProducer(IdMapEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        map = endpoint.getCamelContext().getRegistry().findSingleByType(IdMap.class);
    }

    /** @throws IllegalArgumentException if a property is missing or the body is not a JSON object */
    @Override
    public void process(Exchange exchange) {
        IdMap ids = map;
        if (ids == null) {
            throw new IllegalStateException("idmap: runs only in a Sealpost node");
        }
        switch (endpoint.operation()) {
            case FIND -> find(exchange, ids);
            case RECEIVE -> receive(exchange, ids);
            case LINK -> link(exchange, ids);
            case COMPARE -> compare(exchange, ids);
            case WRITTEN -> written(exchange, ids);
        }
    }

    private void find(Exchange exchange, IdMap ids) {
        Change change = reported(exchange);
        set(exchange, TARGET_ID, ids.targetId(change));
        exchange.setProperty(ECHO, ids.isKnownVersion(change));
    }

    private void receive(Exchange exchange, IdMap ids) {
        Change change = reported(exchange);
        IdMap.Receipt receipt = ids.receive(change, text(exchange, KEY));
        exchange.setProperty(CHANGE, change);
        exchange.setProperty(SOURCE_KEY, endpoint.direction().key(change.id()));
        set(exchange, TARGET_ID, receipt.targetId());
        tell(exchange, receipt.decision());
    }

    private void link(Exchange exchange, IdMap ids) {
        ids.link(received(exchange), required(exchange, TARGET_ID));
        tell(exchange, SyncDecision.UPDATE);
    }

    private void compare(Exchange exchange, IdMap ids) {
        tell(
                exchange,
                ids.compare(
                        received(exchange),
                        required(exchange, TARGET_ID),
                        state(exchange, TARGET_VERSION),
                        endpoint.conflict()));
    }

    private void written(Exchange exchange, IdMap ids) {
        Change change = received(exchange);
        if (change.deleted()) {
            ids.deleted(change);
        } else {
            ids.written(change, required(exchange, TARGET_ID), state(exchange, TARGET_VERSION));
        }
    }

    private Change reported(Exchange exchange) {
        boolean deleted = exchange.getProperty(DELETED, false, Boolean.class);
        ContentState state =
                deleted ? new ContentState(Optional.empty(), version(exchange, VERSION)) : state(exchange, VERSION);
        return new Change(endpoint.direction(), required(exchange, ID), state, deleted);
    }

    /** Returns the change of the step {@code receive}, which must be of the same direction. */
    private Change received(Exchange exchange) {
        if (exchange.getProperty(CHANGE) instanceof Change change
                && change.direction().equals(endpoint.direction())) {
            return change;
        }
        throw new IllegalStateException("a step idmap:" + endpoint.direction().map()
                + "?operation=receive with the same options from and to must come first");
    }

    private static ContentState state(Exchange exchange, String version) {
        try {
            String hash = ContentHash.of(exchange.getMessage().getMandatoryBody(byte[].class));
            MessageHelper.resetStreamCache(exchange.getMessage());
            return new ContentState(Optional.of(hash), version(exchange, version));
        } catch (InvalidPayloadException e) {
            throw ContentHash.notAnObject();
        }
    }

    private static Optional<Version> version(Exchange exchange, String property) {
        return text(exchange, property)
                .map(text -> Version.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException("the exchange property " + property
                                + " must be a number or a time such as 2026-11-30T10:00:00Z, but is \"" + text
                                + "\"")));
    }

    private static String required(Exchange exchange, String property) {
        return text(exchange, property)
                .orElseThrow(() -> new IllegalArgumentException(
                        "idmap: requires the exchange property " + property + ": set it before this step"));
    }

    private static Optional<String> text(Exchange exchange, String property) {
        return Optional.ofNullable(exchange.getProperty(property, String.class)).filter(text -> !text.isBlank());
    }

    private static void set(Exchange exchange, String property, Optional<String> value) {
        value.ifPresentOrElse(
                present -> exchange.setProperty(property, present), () -> exchange.removeProperty(property));
    }

    private static void tell(Exchange exchange, SyncDecision decision) {
        exchange.setProperty(ACTION, decision.action());
        exchange.setProperty(REASON, decision.word());
    }
}
