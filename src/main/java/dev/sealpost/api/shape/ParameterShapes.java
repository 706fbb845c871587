package dev.sealpost.api.shape;

import java.util.List;

/**
 * Declared query parameters that mean the same in all operations. Parameters of some operations only are declared in the
 * static field {@code PARAMETERS} of their controller, which wins.
 */
public final class ParameterShapes {

    /** Maximum number of items of a page. */
    public static final int MOST_ITEMS = 250;

    public static final Shape COMMON = Shape.of(
            "Parameters",
            Member.of("limit", new JsonType.Whole(1, MOST_ITEMS), "Number of items of the page; absent: 50.")
                    .like("50"),
            Member.of("iterator", JsonType.text(0, Integer.MAX_VALUE), "`iterator` or `prevIterator` of another page.")
                    .like("\"\""),
            Member.of("order", JsonType.oneOf(List.of("ascending", "descending")), "Order by time; absent: descending.")
                    .like("\"descending\""),
            Member.of("before", JsonType.instant(), "Only items before this time.")
                    .like("\"2026-12-01T09:00:00Z\""),
            Member.of("after", JsonType.instant(), "Only items after this time.")
                    .like("\"2026-12-01T08:00:00Z\""),
            Member.of("since", JsonType.instant(), "Start of the span, included.")
                    .like("\"2026-12-01T08:00:00Z\""),
            Member.of("until", JsonType.instant(), "End of the span; absent: now.")
                    .like("\"2026-12-01T09:00:00Z\""),
            Member.of(
                            "event_types",
                            JsonType.text(0, Integer.MAX_VALUE),
                            "Only these event types, separated by commas; the parameter may be repeated.")
                    .like("\"order.created,order.paid\""),
            Member.of("channel", JsonType.text(0, 128), "Only messages with this channel.")
                    .like("\"shop-1\""),
            Member.of("tag", JsonType.text(0, 128), "Only messages with this tag.")
                    .like("\"vip\""),
            Member.of("with_content", new JsonType.Flag(), "Whether to include payloads; absent: true.")
                    .like("false"),
            Member.of("endpoint_id", JsonType.text(0, 1_000), "Only deliveries to this endpoint, by its id or uid.")
                    .like("\"shop-1\""));

    private ParameterShapes() {}
}
