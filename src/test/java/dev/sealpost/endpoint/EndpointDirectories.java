package dev.sealpost.endpoint;

import dev.sealpost.signature.SecretCipher;

/** Makes the directory of endpoints for the tests of other packages. */
public final class EndpointDirectories {

    private EndpointDirectories() {}

    public static EndpointDirectory opening(SecretCipher cipher) {
        return new EndpointDirectory(new EndpointRows(cipher, DeliveryPolicies.DEFAULT));
    }
}
