package dev.sealpost.connector.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Names of the variables that every expression of a connector can use beside its parameters and the ids of its requests.
 */
public final class CallVariables {

    /** Parameter of that name, or the URL of the credential. */
    public static final String BASE_URL = "baseUrl";

    /** Secret of the credential, if it is placed by a template. */
    public static final String SECRET = "secret";

    /** Values of the credential that are no secrets (object). */
    public static final String CREDENTIAL = "credential";

    /** The event: {@code id}, {@code type}, {@code application}, {@code time}; each null outside {@code from: event:}. */
    public static final String EVENT = "event";

    /** Idempotency key (UUID): the same for each repeat of the call. */
    public static final String KEY = "key";

    /** Key of the call (UUID): as {@link #KEY}, but the same for all requests of the call. */
    public static final String CALL = "call";

    /** Cursor of a source; null at first. */
    public static final String CURSOR = "cursor";

    /** Time of the call, in seconds since 1970. */
    public static final String NOW = "now";

    static final String STATUS = "status";
    static final String HEADERS = "headers";

    /** Names that a parameter or a request must not have. */
    public static final Set<String> RESERVED =
            Set.of(SECRET, CREDENTIAL, EVENT, KEY, CALL, CURSOR, NOW, STATUS, HEADERS, "ENV");

    private CallVariables() {}

    static Map<String, JsonNode> with(Map<String, JsonNode> variables, Map<String, JsonNode> more) {
        Map<String, JsonNode> all = new HashMap<>(variables);
        all.putAll(more);
        return all;
    }
}
