package dev.sealpost.library;

/** Reason why no jar was added, with the remedy, for the user to read. */
final class LibraryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    LibraryException(String message) {
        super(message);
    }
}
