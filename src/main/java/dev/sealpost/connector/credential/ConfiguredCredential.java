package dev.sealpost.connector.credential;

import dev.sealpost.connector.VendorRequest;
import dev.sealpost.egress.TlsIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Credential of the file. */
record ConfiguredCredential(CredentialDefinition definition, Authorization authorization, Optional<TlsIdentity> tls)
        implements Credential {

    @Override
    public String name() {
        return definition.name();
    }

    @Override
    public CredentialKind kind() {
        return definition.kind();
    }

    @Override
    public Optional<String> url() {
        return definition.optional(KindMembers.URL_FROM_TOKEN).isPresent()
                ? authorization.url().or(() -> definition.optional(KindMembers.URL))
                : definition.optional(KindMembers.URL);
    }

    @Override
    public Map<String, String> values() {
        Map<String, String> values = new HashMap<>(definition.map(KindMembers.VALUES));
        if (kind() == CredentialKind.BASIC && !definition.text("password").isEmpty()) {
            values.putIfAbsent("username", definition.text("username"));
        }
        return Map.copyOf(values);
    }

    @Override
    public Set<String> applications() {
        return definition.list(KindMembers.APPLICATIONS);
    }

    @Override
    public OptionalInt concurrency() {
        return definition.optional(KindMembers.CONCURRENCY).stream()
                .mapToInt(Integer::parseInt)
                .findFirst();
    }

    @Override
    public String secret() {
        return authorization.secret();
    }

    @Override
    public VendorRequest authorize(VendorRequest request, Placement placement) {
        VendorRequest authorized = authorization.authorize(request, placement);
        return tls.map(authorized::identifiedAs).orElse(authorized);
    }

    @Override
    public boolean rejected(VendorRequest authorized) {
        return authorization.rejected(authorized);
    }

    @Override
    public String toString() {
        return definition.toString();
    }
}
