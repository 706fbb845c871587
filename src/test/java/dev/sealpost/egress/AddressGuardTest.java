package dev.sealpost.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    private final AddressGuard guard = AddressGuard.allowing(List.of());

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, this-network",
        "0.1.2.3, this-network",
        "10.0.0.0, private",
        "10.255.255.255, private",
        "100.64.0.0, carrier-grade-nat",
        "100.127.255.255, carrier-grade-nat",
        "127.0.0.1, loopback",
        "127.255.255.255, loopback",
        "169.254.0.1, link-local",
        "169.254.169.254, link-local",
        "172.16.0.0, private",
        "172.31.255.255, private",
        "192.0.0.1, reserved",
        "192.0.2.1, documentation",
        "192.88.99.1, 6to4",
        "192.168.0.1, private",
        "192.168.255.255, private",
        "198.18.0.0, benchmarking",
        "198.19.255.255, benchmarking",
        "198.51.100.1, documentation",
        "203.0.113.1, documentation",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "240.0.0.1, reserved",
        "255.255.255.254, reserved",
        "255.255.255.255, broadcast",
        "::, unspecified",
        "::1, loopback",
        "::2, ipv4-compatible",
        "::127.0.0.1, ipv4-compatible",
        "::8.8.8.8, ipv4-compatible",
        "::ffff:127.0.0.1, ipv4-mapped",
        "::ffff:7f00:1, ipv4-mapped",
        "::ffff:8.8.8.8, ipv4-mapped",
        "::ffff:0:8.8.8.8, ipv4-translated",
        "64:ff9b::8.8.8.8, nat64",
        "64:ff9b::7f00:1, nat64",
        "64:ff9b:1::1, nat64",
        "64:ff9b:1:ffff:ffff:ffff:ffff:ffff, nat64",
        "100::1, discard",
        "2001::1, teredo",
        "2001:0:ffff::1, teredo",
        "2001:2::1, benchmarking",
        "2001:20::1, reserved",
        "2001:1ff::1, reserved",
        "2001:db8::1, documentation",
        "2001:db8:ffff::1, documentation",
        "2002:7f00:1::, 6to4",
        "2002:808:808::1, 6to4",
        "3fff::1, documentation",
        "3fff:fff::1, documentation",
        "5f00::1, segment-routing",
        "fc00::1, unique-local",
        "fd00:ec2::254, unique-local",
        "fe80::1, link-local",
        "febf::1, link-local",
        "fec0::1, site-local",
        "feff::1, site-local",
        "ff00::1, multicast",
        "ff02::1, multicast",
        "1::1, reserved",
        "4000::1, reserved"
    })
    void refusesSpecialAddressesByName(String address, String rule) {
        assertThat(guard.refusal(bytes(address))).hasValue(rule);
        assertThatThrownBy(() -> guard.requireAllowedLiteral(OutboundUrl.parse(url(address))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2606:4700:4700::1111",
                "2a00::1",
                "2003::1",
                "3ffe::1"
            })
    void letsPublicAddressesPass(String address) {
        assertThat(guard.refusal(bytes(address))).isEmpty();
        assertThatCode(() -> guard.requireAllowedLiteral(OutboundUrl.parse(url(address))))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAResolvedAddressWithAZone() throws UnknownHostException {
        InetAddress zoned = Inet6Address.getByAddress("fe80::1", bytes("fe80::1"), 1);

        assertThat(guard.refusal(zoned)).hasValue("link-local");
    }

    @Test
    void letsAnAllowedNetworkWin() {
        AddressGuard allowing = AddressGuard.allowing(List.of("127.0.0.0/8", "fd00::/8"));

        assertThat(allowing.refusal(bytes("127.0.0.1"))).isEmpty();
        assertThat(allowing.refusal(bytes("fd12::1"))).isEmpty();
        assertThat(allowing.refusal(bytes("10.0.0.1"))).hasValue("private");
    }

    @Test
    void doesNotAllowAnAddressInDisguise() {
        AddressGuard allowing = AddressGuard.allowing(List.of("127.0.0.0/8"));

        assertThat(allowing.refusalOfLiteral(bytes("::ffff:127.0.0.1"))).hasValue("ipv4-mapped");
    }

    @Test
    void checksAlsoWhatADisguisedAddressIsDialledAs() {
        AddressGuard allowing = AddressGuard.allowing(List.of("::ffff:0:0/96"));

        assertThat(allowing.refusalOfLiteral(bytes("::ffff:127.0.0.1"))).hasValue("loopback");
        assertThat(allowing.refusalOfLiteral(bytes("::ffff:8.8.8.8"))).isEmpty();
    }

    @Test
    void refusesThePublicAddressesOfThisMachineUnlessAllowed() throws UnknownHostException {
        InetAddress own = InetAddress.getByName("8.8.4.4");

        assertThat(guard.refusing(Set.of(own)).refusal(own)).hasValue("own-address");
        assertThat(AddressGuard.allowing(List.of("8.8.4.4"))
                        .refusing(Set.of(own))
                        .refusal(own))
                .isEmpty();
    }

    @Test
    void knowsTheAddressesOfThisMachine() {
        assertThat(AddressGuard.allowing(List.of()).refusingThisMachine().refusal(InetAddress.getLoopbackAddress()))
                .hasValue("loopback");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost/", "https://metadata.google.internal/", "https://10.0.0.1.nip.io/"})
    void leavesNamesToTheDial(String url) {
        assertThatCode(() -> guard.requireAllowedLiteral(OutboundUrl.parse(url)))
                .doesNotThrowAnyException();
    }

    private static byte[] bytes(String address) {
        return LiteralAddress.parse(address).orElseThrow();
    }

    private static String url(String address) {
        return "https://" + (address.contains(":") ? "[" + address + "]" : address) + ":8443/in";
    }
}
