package dev.sealpost.connector.credential;

/** Keeps rotated refresh tokens. */
interface TokenStore {

    /** Returns the way to a token for a credential whose refresh tokens are kept. */
    ObtainToken refresh(CredentialDefinition credential, TokenEndpoint endpoint);

    /** Store of a command without a database, in which a refresh token would be lost once it is used. */
    static TokenStore none() {
        return (credential, endpoint) -> rejected -> {
            throw new CredentialException("the refresh token of " + credential.name()
                    + " is kept by the node: only a running node can use it");
        };
    }
}
