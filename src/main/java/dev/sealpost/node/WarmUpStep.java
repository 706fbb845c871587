package dev.sealpost.node;

/**
 * Part of the warm-up: repeats a piece of the hot path with made-up input, so that the JVM has compiled it before real events
 * arrive. It works on objects of its own and leaves no trace in data, metrics or logs. Each package declares its own as beans.
 *
 * @param name for operators and the thread
 * @param work the work
 */
public record WarmUpStep(String name, Work work) {

    /** Work of a step, on a thread of its own. */
    public interface Work {

        /**
         * Repeats the work until the time is over, and removes everything that it created.
         *
         * @throws Exception for any failure; it is logged and does not stop the start
         */
        void run(WarmUpTime time) throws Exception;
    }
}
