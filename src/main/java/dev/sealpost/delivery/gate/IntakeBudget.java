package dev.sealpost.delivery.gate;

/**
 * Decides whether the node may pull another event, and counts the pulled events that are not deliveries yet. Guarded by the
 * gate.
 */
final class IntakeBudget {

    /** Window of the moving average of deliveries per event, in events. */
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

    /** Counts an event to be pulled if there is room for it. */
    boolean tryTake() {
        boolean isAvailable = !admitted.hasWaiting()
                && admitted.hasRoomFor(0)
                && states.pressure() <= pressureLimit
                && admitted.available(DestinationHealth.HEALTHY) > arriving * fanOut;
        if (isAvailable) {
            arriving++;
        }
        return isAvailable;
    }

    /** Records how many deliveries the event produced. */
    void arrived(int deliveries) {
        arriving--;
        fanOut = Math.max(1, fanOut + (deliveries - fanOut) / FAN_OUT_MEMORY);
    }

    boolean isNothingArriving() {
        return arriving == 0;
    }
}
