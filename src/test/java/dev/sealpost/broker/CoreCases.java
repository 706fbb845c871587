package dev.sealpost.broker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;

/** Properties of a message of Artemis' own protocol that a client may set. */
public final class CoreCases {

    /** Names that Artemis, another protocol or Sealpost gives a meaning to, and others. */
    public static final List<String> NAMES = List.of(
            "at",
            "",
            "_AMQ_LARGE_COMPRESSED",
            "_AMQ_LARGE_SIZE",
            "_AMQ_ROUTING_TYPE",
            "_AMQ_GROUP_ID",
            "_AMQ_GROUP_SEQUENCE",
            "_AMQ_DUPL_ID",
            "_AMQ_SCHED_DELIVERY",
            "_AMQ_ROUTE_TOx",
            "_AMQ_LVQ_NAME",
            "_AMQ_INGRESS_TIMESTAMP",
            "_AMQ_CONTENT_TYPE",
            "_AMQ_ORIG_ADDRESS",
            "_HQ_ROUTE_TO",
            "_HDR_X",
            "_hornetq.forced.delivery.seq",
            "__AMQ_CID",
            "mqtt.user.property.exists",
            "mqtt.ordered.user.property.zz.x",
            "mqtt.ordered.user.property.99999999999.x",
            "JMSXGroupID",
            "JMSXDeliveryCount",
            "sealpost_unreadable",
            "sealpost_tags");

    private CoreCases() {}

    /** Returns a value of each type that a property may have, by the name of the type. */
    public static Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("boolean", true);
        values.put("byte", (byte) 7);
        values.put("bytes", new byte[] {1, (byte) 255});
        values.put("char", '\uD800');
        values.put("short", (short) 7);
        values.put("int", 7);
        values.put("long", 7L);
        values.put("float", Float.NaN);
        values.put("double", 1.1);
        values.put("text", "a\u0000\r\n\uD800");
        values.put("simple", SimpleString.of("7"));
        values.put("null", null);
        return values;
    }
}
