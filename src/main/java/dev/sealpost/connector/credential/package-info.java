/** Credentials of accounts at vendors. In: {@code config/credentials.yaml} and kept tokens. Out: authorized requests. */
@NullMarked
package dev.sealpost.connector.credential;

import org.jspecify.annotations.NullMarked;
