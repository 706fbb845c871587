package dev.sealpost.connector.credential;

import dev.sealpost.connector.VendorRequest;
import java.util.function.UnaryOperator;

/** Authorization by a signature over the request, which needs no secret in it. */
final class SigningAuthorization implements Authorization {

    private final CredentialDefinition credential;
    private final UnaryOperator<VendorRequest> sign;

    SigningAuthorization(CredentialDefinition credential, UnaryOperator<VendorRequest> sign) {
        this.credential = credential;
        this.sign = sign;
    }

    @Override
    public String secret() {
        throw new CredentialException("the credential " + credential.name() + " of the kind "
                + credential.kind().word() + " signs requests and has no secret to insert: use a credential of a kind"
                + " that the connector accepts");
    }

    /** Signs, whatever the placement is: a signature has one place. */
    @Override
    public VendorRequest authorize(VendorRequest request, Placement placement) {
        return sign.apply(request);
    }
}
