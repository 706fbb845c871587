package dev.sealpost.event;

/** Content that is not what its label says, or a label that is none. Its message is a sentence for users. */
public final class UnfitContentException extends IllegalArgumentException {

    private final Part part;
    private final String predicate;

    /** What is wrong. */
    public enum Part {
        /** The content type. */
        LABEL("the content type"),
        /** The bytes, in the light of the content type. */
        BYTES("the body"),
        /** The bytes are compressed. */
        COMPRESSION("the body");

        private final String subject;

        Part(String subject) {
            this.subject = subject;
        }
    }

    UnfitContentException(Part part, String predicate) {
        super(part.subject + " " + predicate);
        this.part = part;
        this.predicate = predicate;
    }

    public Part part() {
        return part;
    }

    /**
     * The message about content that stands somewhere else than in a body.
     *
     * @param bytes what holds it, such as {@code payload}
     */
    public String messageAbout(String bytes) {
        return (part == Part.LABEL ? part.subject : bytes) + " " + predicate;
    }
}
