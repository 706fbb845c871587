package dev.sealpost.delivery.gate;

/** Whether the node may pull another event, and how many it has pulled that are no deliveries yet. Guarded by the gate. */
final class IntakeBudget {

    /** Events that the expected number of deliveries of an event is averaged over. */
    private static final int FAN_OUT_MEMORY = 32;

    private final AdmittedDeliveries admitted;
    private final DestinationStates states;
    private final int pressureLimit;
    private int arriving;
    private double fanOut = 1;

    IntakeBudget(AdmittedDeliveries admitted, DestinationStates states, int pressureLimit) {
        this.admitted = admitted;
        this.states = states;
        this.pressureLimit = pressureLimit;
    }

    boolean isThere() {
        return !admitted.isAnyoneWaiting()
                && admitted.hasRoomFor(0)
                && states.pressure() <= pressureLimit
                && admitted.left(DestinationHealth.HEALTHY) > arriving * fanOut;
    }

    /** An event is pulled. */
    void take() {
        arriving++;
    }

    /** It has become so many deliveries. */
    void arrived(int deliveries) {
        arriving--;
        fanOut = Math.max(1, fanOut + (deliveries - fanOut) / FAN_OUT_MEMORY);
    }

    boolean isNothingArriving() {
        return arriving == 0;
    }
}
