package dev.sealpost.connector.kit;

/**
 * Violation that the kit found.
 *
 * @param place scene of the conversation, or file
 */
public record ConnectorFinding(String place, String text) {

    @Override
    public String toString() {
        return place + ": " + text;
    }
}
