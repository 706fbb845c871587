package dev.sealpost.bench;

/** Says when the next event may be sent. */
interface Turns {

    /** Blocks until one more event may be sent; false when the feed ends. */
    boolean take() throws InterruptedException;

    /** Turns without end and without waiting, until they are closed. */
    final class Unbounded implements Turns, AutoCloseable {

        private volatile boolean open = true;

        @Override
        public boolean take() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
