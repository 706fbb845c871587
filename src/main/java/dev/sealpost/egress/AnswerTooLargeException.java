package dev.sealpost.egress;

import java.io.IOException;

/** The answer exceeds the size limit of a client that needs the whole answer. */
public final class AnswerTooLargeException extends IOException {

    private static final long serialVersionUID = 1;

    AnswerTooLargeException(long mostBytes) {
        super("The answer is larger than " + mostBytes + " bytes");
    }
}
