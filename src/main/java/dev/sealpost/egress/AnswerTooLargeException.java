package dev.sealpost.egress;

import java.io.IOException;

/** An answer did not fit, where half an answer is of no use. */
public final class AnswerTooLargeException extends IOException {

    private static final long serialVersionUID = 1;

    AnswerTooLargeException(long mostBytes) {
        super("The answer is larger than " + mostBytes + " bytes");
    }
}
