package dev.sealpost.connector.credential;

import dev.sealpost.egress.TlsIdentity;
import dev.sealpost.egress.TlsIdentity.ClientCertificate;
import dev.sealpost.egress.TlsIdentity.Pem;
import java.util.Map;
import java.util.Optional;

/** Members of a credential that concern TLS: a client certificate, and certificate authorities. */
final class TlsMembers {

    private TlsMembers() {}

    /** Returns what is wrong with the members, beginning with the name of one; empty if nothing. */
    static Optional<String> problem(Map<String, String> texts) {
        try {
            identity(texts);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns the identity; empty if the credential has no such member.
     *
     * @throws IllegalArgumentException with a message for operators
     */
    static Optional<TlsIdentity> identity(Map<String, String> texts) {
        Optional<ClientCertificate> login = Optional.ofNullable(texts.get(KindMembers.CERTIFICATE))
                .map(chain -> new ClientCertificate(chain, texts.getOrDefault(KindMembers.PRIVATE_KEY, "")));
        Optional<String> authorities = Optional.ofNullable(texts.get(KindMembers.AUTHORITIES));
        return login.isEmpty() && authorities.isEmpty()
                ? Optional.empty()
                : Optional.of(TlsIdentity.of(new Pem(login, authorities)));
    }
}
