package dev.sealpost.bench;

/**
 * Who gets the events of a row.
 *
 * @param name what the ids of the applications begin with
 * @param fanOut endpoints of each application, all of which get each of its events
 */
record Subscribers(String name, int applications, int fanOut) {

    static final Subscribers ONE_EACH = new Subscribers("one", 64, 1);

    static final Subscribers LONE = new Subscribers("lone", 1, 1);

    static final Subscribers TEN_EACH = new Subscribers("ten", 32, 10);

    /** The application of the event with this number: they take turns. */
    String application(int event) {
        return name + "-" + event % applications;
    }
}
