package dev.sealpost.event;

/**
 * One thing that is wrong with a JSON document.
 *
 * @param pointer to the value (RFC 6901), such as {@code /channels/2}; empty for the document
 * @param message for users: what is expected there
 */
public record Violation(String pointer, String message) {}
