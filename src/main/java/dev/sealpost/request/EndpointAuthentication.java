package dev.sealpost.request;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Authentication of the requests to an endpoint, beside their signature.
 *
 * @param credential name of a credential of the installation
 * @param place header or query parameter for the secret; empty: as the kind of the credential prescribes, such as {@code
 *     Authorization: Bearer …}
 */
public record EndpointAuthentication(String credential, Optional<SecretPlace> place) {

    private static final Pattern CREDENTIAL = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern PREFIX = Pattern.compile("[!-~ ]{0,100}");
    /** Place of a secret in a request. */
    public sealed interface SecretPlace {}

    /**
     * A header.
     *
     * @param prefix text before the secret, such as {@code "Token "}; may be empty
     */
    public record InRequestHeader(String name, String prefix) implements SecretPlace {}

    /** A parameter of the query. */
    public record InRequestQuery(String name) implements SecretPlace {}

    /**
     * Checks the name of a credential.
     *
     * @throws IllegalArgumentException with a message for users
     */
    static String requireCredential(String name) {
        if (!CREDENTIAL.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a credential is expected: lower-case letters, digits and -");
        }
        return name;
    }

    static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a name of 1 to 100 letters, digits and - is expected");
        }
        return name;
    }

    static String requirePrefix(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("at most 100 printable ASCII characters are expected");
        }
        return prefix;
    }
}
