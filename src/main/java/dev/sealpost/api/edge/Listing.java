package dev.sealpost.api.edge;

import java.util.regex.Pattern;

/** Paginated lists, with the format of the keys in their iterators to detect forged ones. */
public enum Listing {
    APP("app", Forms.ID),
    AUDIT("audit", Forms.ID),
    ENDPOINT("endpoint", Forms.ID),
    EVENT_TYPE("event-type", Forms.ID),
    MSG("msg", Forms.ID),
    ENDPOINT_MSG("endpoint-msg", Forms.ID),
    MSG_ENDPOINT("msg-endpoint", Forms.ID),
    ATTEMPT("attempt", Forms.ID + " [0-9]{1,9} [0-9]{1,9} " + Forms.DESTINATION),
    DEAD_LETTER("dead-letter", Forms.ID + " " + Forms.DESTINATION),
    FINDING("finding", Forms.ID),
    BACKGROUND_TASK("background-task", Forms.ID),
    LEDGER("ledger", Forms.ID),
    PARKED("parked", "[0-9]{1,18}");

    private final String word;
    private final Pattern key;

    Listing(String word, String key) {
        this.word = word;
        this.key = Pattern.compile(key);
    }

    /** Name of the list in its iterators. */
    public String word() {
        return word;
    }

    boolean isKey(String text) {
        return key.matcher(text).matches();
    }

    private static final class Forms {

        private static final String ID = "[!-~]{1,300}";

        /** A route id may contain spaces and letters of any script. */
        private static final String DESTINATION = "[^\\p{Cntrl}\\p{Cs}]{1,1000}";
    }
}
