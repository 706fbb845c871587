package dev.sealpost.transform;

/** All places for transformations on this node are taken. The cause is this node's load, not the code. */
public final class TransformationsBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TransformationsBusyException(int places) {
        super("all " + places + " places for transformations stay taken: raise sealpost.transform.concurrency");
    }
}
