package dev.sealpost.signature;

/** Why a webhook is not believed. For our log and counters: whoever sent it is told nothing of this. */
public enum VerificationFailure {
    /** A header that the signature needs is not there. */
    MISSING_HEADER("missing-header"),
    /** A header has no signature, too many of them, or no time in the form that its provider writes. */
    MALFORMED_HEADER("malformed-header"),
    /** Signed too long ago, or in the future. */
    STALE_TIMESTAMP("stale-timestamp"),
    /** No signature in it was made with one of the secrets over these bytes. */
    WRONG_SIGNATURE("wrong-signature"),
    /** The URL is signed with the digest of another body, or with none. */
    WRONG_DIGEST("wrong-digest"),
    /** The token of a challenge is another one. */
    WRONG_TOKEN("wrong-token");

    private final String word;

    VerificationFailure(String word) {
        this.word = word;
    }

    /** As it stands in the log and in the tags of metrics. */
    @Override
    public String toString() {
        return word;
    }
}
