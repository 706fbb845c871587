package dev.sealpost.signature;

/** Reason why the verification of a webhook failed. For the log and metrics only, never sent to the caller. */
public enum VerificationFailure {
    /** A required header is missing. */
    MISSING_HEADER("missing-header"),
    /** A header has no signature, too many signatures, or a malformed time. */
    MALFORMED_HEADER("malformed-header"),
    /** The signing time is too far from ours. */
    STALE_TIMESTAMP("stale-timestamp"),
    /** No signature matches one of the secrets. */
    WRONG_SIGNATURE("wrong-signature"),
    /** The signed URL has no digest, or the digest of another body. */
    WRONG_DIGEST("wrong-digest"),
    /** The token of a challenge is wrong. */
    WRONG_TOKEN("wrong-token");

    private final String word;

    VerificationFailure(String word) {
        this.word = word;
    }

    /** Returns the value used in the log and in metric tags. */
    @Override
    public String toString() {
        return word;
    }
}
