package dev.sealpost.delivery;

/**
 * Listener for recorded delivery outcomes, other than success at the first attempt. Runs on the recorder's thread after the
 * commit and must return at once. A crash between commit and call loses the notification.
 */
public interface DeliveryListener {

    void recorded(DeliveryNews news);
}
