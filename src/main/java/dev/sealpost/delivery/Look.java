package dev.sealpost.delivery;

/** Nothing to record: the transaction only looks whether the snapshots are old. */
record Look() implements Entry {

    @Override
    public void committed() {}
}
