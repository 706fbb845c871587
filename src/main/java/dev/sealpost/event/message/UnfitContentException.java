package dev.sealpost.event.message;

/** Content that does not match its content type, or a malformed content type. The message is a sentence for users. */
public final class UnfitContentException extends IllegalArgumentException {

    private final ContentPart part;
    private final String predicate;

    /** Invalid part. */
    public enum ContentPart {
        /** The content type. */
        LABEL("the content type"),
        /** The bytes, which do not match the content type. */
        BYTES("the body"),
        /** The bytes are compressed. */
        COMPRESSION("the body");

        private final String subject;

        ContentPart(String subject) {
            this.subject = subject;
        }
    }

    UnfitContentException(ContentPart part, String predicate) {
        super(part.subject + " " + predicate);
        this.part = part;
        this.predicate = predicate;
    }

    public ContentPart part() {
        return part;
    }

    /**
     * Returns the message for content in another place than the body.
     *
     * @param bytes name of the place, such as {@code payload}
     */
    public String messageAbout(String bytes) {
        return (part == ContentPart.LABEL ? part.subject : bytes) + " " + predicate;
    }
}
