package dev.sealpost.signature;

import java.util.Locale;

/** Reason why the verification of a webhook failed. For the log and metrics only, never sent to the caller. */
public enum VerificationFailure {
    /** A required header is missing. */
    MISSING_HEADER,
    /** A header has no signature, too many signatures, or a malformed time. */
    MALFORMED_HEADER,
    /** The signing time is too far from ours. */
    STALE_TIMESTAMP,
    /** No signature matches one of the secrets. */
    WRONG_SIGNATURE,
    /** The signed URL has no digest, or the digest of another body. */
    WRONG_DIGEST,
    /** The token of a challenge is wrong. */
    WRONG_TOKEN;

    /** Returns the value used in the log and in metric tags. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
