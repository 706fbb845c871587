package dev.sealpost.delivery;

/**
 * Who wants to know what became of deliveries, other than a success at the first try. Called after the commit by the
 * recorder's thread: hands over and returns. A crash between the commit and the call loses the news.
 */
public interface DeliveryWatch {

    void told(DeliveryNews news);
}
