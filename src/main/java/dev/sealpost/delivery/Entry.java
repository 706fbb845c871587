package dev.sealpost.delivery;

/** Something for the recorder's next transaction. */
sealed interface Entry permits Arrival, Settlement, LeasedRow, LeasePage, ExpiredRows, Acknowledgement, Look {

    /** Called by the recorder once the transaction is on disk. */
    void committed();
}
