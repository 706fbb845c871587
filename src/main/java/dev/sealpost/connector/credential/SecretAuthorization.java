package dev.sealpost.connector.credential;

import dev.sealpost.connector.VendorRequest;

/** Authorization by a constant secret: an API key, a bearer token, a user with a password, or a secret URL. */
final class SecretAuthorization implements Authorization {

    private final String secret;
    private final String inHeader;
    private final String scheme;

    /**
     * @param secret for queries and templates
     * @param inHeader form of it in a header
     * @param scheme text before it in {@code Authorization}, such as {@code "Bearer "}; empty if the secret is part of the URL
     */
    private SecretAuthorization(String secret, String inHeader, String scheme) {
        this.secret = secret;
        this.inHeader = inHeader;
        this.scheme = scheme;
    }

    static SecretAuthorization bearer(String secret) {
        return new SecretAuthorization(secret, secret, "Bearer ");
    }

    /** The value is sent with the first request, without waiting for a challenge (RFC 7617). */
    static SecretAuthorization basic(BasicValue value, String password) {
        return new SecretAuthorization(password, value.encoded(), "Basic ");
    }

    static SecretAuthorization inUrl(String url) {
        return new SecretAuthorization(url, url, "");
    }

    /** Returns the authorization of a request that the connection authorizes. */
    static SecretAuthorization none() {
        return new SecretAuthorization("", "", "");
    }

    @Override
    public String secret() {
        return secret;
    }

    @Override
    public VendorRequest authorize(VendorRequest request, Placement placement) {
        return switch (placement) {
            case Placement.Standard standard ->
                scheme.isEmpty() ? request : request.withHeader("Authorization", scheme + inHeader);
            case Placement.InHeader header -> request.withHeader(header.name(), header.prefix() + inHeader);
            case Placement.InQuery query -> request.withQuery(query.name(), secret);
            case Placement.InTemplate template -> request;
        };
    }
}
