package dev.sealpost.route.command;

import dev.sealpost.log.SecretValues;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** URL of an HTTP call, which headers can change. */
final class CalledUrl {

    private CalledUrl() {}

    /** @param uri URI of the endpoint with its options */
    static String of(String uri, Message message) {
        if (!uri.startsWith("http:") && !uri.startsWith("https:")) {
            return uri;
        }
        String other = message.getHeader(Exchange.HTTP_URI, String.class);
        String path = message.getHeader(Exchange.HTTP_PATH, String.class);
        String query = message.getHeader(Exchange.HTTP_QUERY, String.class);
        String method = message.getHeader(Exchange.HTTP_METHOD, String.class);
        String url = other == null ? uri : other;
        if (path != null && !path.isEmpty()) {
            int end = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
            String before = url.substring(0, end).replaceFirst("/+$", "");
            url = before + "/" + path.replaceFirst("^/+", "") + url.substring(end);
        }
        if (query != null) {
            url = url.replaceFirst("[?].*", "") + "?" + query;
        }
        return SecretValues.mask((method == null ? "" : method + " ") + url);
    }
}
