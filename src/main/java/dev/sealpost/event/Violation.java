package dev.sealpost.event;

/**
 * One thing that is wrong with a JSON document.
 *
 * @param pointer to the value (RFC 6901), such as {@code /channels/2}; empty for the document
 * @param message for users: what is expected there
 */
public record Violation(String pointer, String message) {

    /**
     * A violation in a member.
     *
     * @param object the pointer to the object
     * @param name of the member, as it is written
     */
    public static Violation ofMember(String object, String name, String message) {
        return new Violation(pointer(object, name), message);
    }

    /** The pointer to a member of the object at a pointer. */
    public static String pointer(String object, String name) {
        return object + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
