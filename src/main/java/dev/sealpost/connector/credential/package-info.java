/**
 * Credentials of accounts at vendors. In: {@code config/credentials.yaml} and kept tokens. Out: authorized requests.
 *
 * <p>Read {@link dev.sealpost.connector.credential.Credential} first, then {@code CreateCredential}, which lists the kinds.
 * One package because others need the few public types only, while definition, kind and token of a credential know each other.
 */
@NullMarked
package dev.sealpost.connector.credential;

import org.jspecify.annotations.NullMarked;
