package dev.sealpost.event;

/**
 * Violation in a JSON document.
 *
 * @param pointer pointer to the value (RFC 6901), such as {@code /channels/2}; empty for the document
 * @param message message for users
 */
public record Violation(String pointer, String message) {

    /** * Creates a violation in a member.
     *
     * @param object pointer to the object
     * @param name name of the member, unescaped
     */
    public static Violation ofMember(String object, String name, String message) {
        return new Violation(pointer(object, name), message);
    }

    /** Returns the pointer to a member of the object at a pointer. */
    public static String pointer(String object, String name) {
        return object + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
