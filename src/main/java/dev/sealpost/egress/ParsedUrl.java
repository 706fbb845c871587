package dev.sealpost.egress;

import java.net.URI;
import org.apache.camel.util.UnsafeUriCharactersEncoder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.net.URIAuthority;

/**
 * Parts of an {@link OutboundUrl} that a request consists of.
 *
 * @param path with the query
 */
record ParsedUrl(HttpHost host, URIAuthority authority, String path) {

    /** Encodes the characters that Camel's HTTP component encodes, so that a URL is sent the same way by every client. */
    static ParsedUrl of(OutboundUrl url) {
        URI uri = URI.create(UnsafeUriCharactersEncoder.encodeHttpURI(url.parseable()));
        BasicHttpRequest parsed = new BasicHttpRequest(Method.POST, uri);
        URIAuthority authority =
                url.hasUnderscore() ? new URIAuthority(url.host(), uri.getPort()) : parsed.getAuthority();
        return new ParsedUrl(new HttpHost(uri.getScheme(), authority), authority, parsed.getPath());
    }

    /** Makes the request go to this URL. */
    void apply(HttpRequest request) {
        request.setScheme(host.getSchemeName());
        request.setAuthority(authority);
        request.setPath(path);
    }
}
