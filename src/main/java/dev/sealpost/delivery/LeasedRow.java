package dev.sealpost.delivery;

/** A slow delivery gets a row with our lease, so that its event need not stay unacknowledged. */
record LeasedRow(InFlight inFlight, Lease lease) implements Entry {

    @Override
    public void committed() {
        inFlight.release();
    }
}
