package dev.sealpost.delivery;

/** Whether the node may pull another event, and how many it has pulled that are no deliveries yet. Guarded by the gate. */
final class PullRoom {

    /** Events that the expected number of deliveries of an event is averaged over. */
    private static final int FAN_OUT_MEMORY = 32;

    private final Occupancy occupancy;
    private final Lanes lanes;
    private final int pressureLimit;
    private int arriving;
    private double fanOut = 1;

    PullRoom(Occupancy occupancy, Lanes lanes, int pressureLimit) {
        this.occupancy = occupancy;
        this.lanes = lanes;
        this.pressureLimit = pressureLimit;
    }

    boolean isThere() {
        return !occupancy.isAnyoneWaiting()
                && occupancy.hasRoomFor(0)
                && lanes.pressure() <= pressureLimit
                && occupancy.left(Pace.STEADY) > arriving * fanOut;
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
