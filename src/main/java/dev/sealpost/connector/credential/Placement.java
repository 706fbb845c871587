package dev.sealpost.connector.credential;

/** Place of a credential in a request, as a connector declares it. */
public sealed interface Placement {

    /** The way of the credential's kind: {@code Authorization: Bearer …}, {@code Authorization: Basic …}, or a signature. */
    record Standard() implements Placement {}

    /**
     * A header.
     *
     * @param prefix text before the secret, such as {@code "Zoho-oauthtoken "}; may be empty
     */
    record InHeader(String name, String prefix) implements Placement {}

    /** A parameter of the query. */
    record InQuery(String name) implements Placement {}

    /** Templates of the connector contain the secret: {@code {secret}} in its path, {@code $secret} in its body. */
    record InTemplate() implements Placement {}
}
