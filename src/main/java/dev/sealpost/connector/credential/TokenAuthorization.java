package dev.sealpost.connector.credential;

import dev.sealpost.connector.VendorRequest;
import java.util.Optional;

/** Authorization by an OAuth 2 access token (RFC 6750). */
final class TokenAuthorization implements Authorization {

    private final SharedToken token;

    TokenAuthorization(SharedToken token) {
        this.token = token;
    }

    @Override
    public String secret() {
        return token.current().value();
    }

    @Override
    public VendorRequest authorize(VendorRequest request, Placement placement) {
        return SecretAuthorization.bearer(secret()).authorize(request, placement);
    }

    @Override
    public boolean rejected(VendorRequest authorized) {
        return token.reject(authorized);
    }

    @Override
    public Optional<String> url() {
        return token.current().url();
    }

    @Override
    public Optional<String> failing() {
        return token.failing();
    }
}
