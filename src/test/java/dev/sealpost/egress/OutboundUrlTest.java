package dev.sealpost.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "http://example.com/",
                "HTTPS://Example.COM/Path",
                "https://example.com:1/",
                "https://example.com:65535/a/b?c=d&e=%20f",
                "https://example.com./in",
                "https://xn--bcher-kva.example/in",
                "http://127.0.0.1:8080/in",
                "http://[::1]:8080/in",
                "http://localhost:8080",
                "https://a-b.example/(x);y=1,2!$&'*+=:@~"
            })
    void takesAbsoluteHttpUrlsAsTheyAre(String text) {
        assertThat(OutboundUrl.parse(text).value()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "/in | must start with https",
                "//example.com/in | must start with https",
                "example.com/in | must start with https",
                "ftp://example.com/ | must start with https",
                "file:///etc/passwd | must start with https",
                "jar:http://example.com/a!/b | must start with https",
                "javascript:alert(1) | must start with https",
                "direct:webhook | must start with https",
                "http:example.com | no host",
                "http:/example.com | no host",
                "http:///in | no host",
                "https://:443/in | no host",
                "https://user@example.com/ | user name",
                "https://user:password@example.com/ | user name",
                "https://@example.com/ | user name",
                "https://example.com/#a | fragment",
                "https://example.com/# | fragment",
                "https://example.com/{{env:PATH}} | must not contain {",
                "https://{{host}}/ | must not contain {",
                "https://example.com/a} | must not contain }",
                "https://example.com\\@127.0.0.1/ | must not contain \\",
                "https://example.com/a b | spaces",
                "https://bücher.example/ | punycode",
                "https://example。com/ | punycode",
                "https://example.com/ü | percent-encode",
                "https://%31%32%37.0.0.1/ | percent-encoding",
                "https://[fe80::1%25eth0]/ | zone",
                "https://[::1/ | malformed",
                "https://[1.2.3.4]/ | malformed",
                "https://example.com:0/ | port",
                "https://example.com:65536/ | port",
                "https://example.com:99999999999/ | port",
                "https://example.com:/ | port",
                "https://example.com:x/ | port",
                "https://example.com:+80/ | port",
                "http://0/ | number",
                "http://127.1/ | number",
                "http://2130706433/ | number",
                "http://0x7f.1/ | number",
                "http://0x7f000001/ | number",
                "http://0177.0.0.1/ | number",
                "http://010.0.0.1/ | number",
                "http://127.0.0.1./ | number",
                "http://127.0.0.256/ | number",
                "http://1.2.3.4.5/ | number",
                "http://example.0x/ | number",
                "http://-a_b.example/ | valid host name",
                "http://a_b..example/ | valid host name",
                "http://a_b.7/ | not an IPv4 address",
                "http://-a.example/ | valid host name",
                "http://a..example/ | valid host name",
                "http://../ | valid host name",
                "https://example.com/%zz | malformed"
            })
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> OutboundUrl.parse(text.strip()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message.strip());
    }

    @ParameterizedTest
    @ValueSource(chars = {0, '\t', '\n', '\r', ' ', 0x7f})
    void refusesControlCharactersAnywhere(char character) {
        assertThatThrownBy(() -> OutboundUrl.parse("https://example.com/a" + character))
                .hasMessageContaining("control characters");
        assertThatThrownBy(() -> OutboundUrl.parse(character + "https://example.com/"))
                .hasMessageContaining("control characters");
    }

    @Test
    void refusesAnEmptyAndATooLongText() {
        String start = "https://example.com/";

        assertThat(OutboundUrl.parse(start + "a".repeat(2048 - start.length())).value())
                .hasSize(2048);
        assertThatThrownBy(() -> OutboundUrl.parse(start + "a".repeat(2049 - start.length())))
                .hasMessageContaining("longer than 2048");
        assertThatThrownBy(() -> OutboundUrl.parse("")).hasMessageContaining("empty");
    }

    @Test
    void namesItsHostWithoutBrackets() {
        assertThat(OutboundUrl.parse("http://[::1]:8080/in").host()).isEqualTo("::1");
        assertThat(OutboundUrl.parse("http://example.com:8080/in").host()).isEqualTo("example.com");
        assertThat(new OutboundUrl("no url").host()).isEmpty();
    }

    /** Fault 47. */
    @ParameterizedTest
    @CsvSource({
        "http://my_host.example/,my_host.example",
        "https://_dmarc.a.example:8443/x?y=_,_dmarc.a.example",
        "http://a_/,a_",
        "http://MY_HOST/,MY_HOST",
        "http://a.b_c.example.:80,a.b_c.example."
    })
    void takesNamesWithUnderscores(String url, String host) {
        OutboundUrl outbound = OutboundUrl.parse(url);

        assertThat(outbound.host()).isEqualTo(host);
        assertThat(URI.create(outbound.parseable()).getHost()).isEqualTo("host.invalid");
        assertThat(outbound.parsed().host().getHostName()).isEqualTo(host);
    }

    @Test
    void leavesUnderscoresElsewhereAlone() {
        OutboundUrl url = OutboundUrl.parse("https://a.example:8443/a_b?c_d=e");

        assertThat(url.parseable()).isEqualTo(url.value());
        assertThat(url.parsed().host().toURI()).isEqualTo("https://a.example:8443");
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example,/",
        "http://a.example?b=c,/?b=c",
        "https://a.example/in/b%20c?d=RAW(e)&f=g/h,/in/b%20c?d=RAW(e)&f=g/h",
        "https://a.example//b/../c,//b/../c",
        "https://a.example/~b?c=[d],/%7Eb?c=[d]"
    })
    void isRequestedByItsPathAndQuery(String url, String path) {
        assertThat(OutboundUrl.parse(url).parsed().path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTPS://Example.COM/Path",
                "http://a.example",
                "http://a.example?b=c",
                "http://a.example:080/?",
                "https://a.example./a//../b/./c?d=e%2Ff",
                "https://xn--bcher-kva.example:65535/(x);y=1,2!$&'*+=:@",
                "http://127.0.0.1:8080/in",
                "https://[2001:db8::1]/in",
                "http://[::1]:8080/in"
            })
    void isCalledAsHttpClientCallsTheSameUrl(String text) throws Exception {
        HttpPost request = new HttpPost(text);

        ParsedUrl url = OutboundUrl.parse(text).parsed();

        assertThat(url.host()).isEqualTo(RoutingSupport.determineHost(request));
        assertThat(url.authority()).isEqualTo(request.getAuthority());
        assertThat(url.path()).isEqualTo(request.getPath());
    }
}
