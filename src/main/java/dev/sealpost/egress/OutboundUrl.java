package dev.sealpost.egress;

/** An absolute http or https URL that may be called. */
public record OutboundUrl(String value) {

    @Override
    public String toString() {
        return value;
    }
}
