package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestPayloadIsJSONOfTheWantedSize(t *testing.T) {
	text := payload("0123abcd", 1024)
	if len(text) != 1024 {
		t.Errorf("%d bytes", len(text))
	}
	if !json.Valid([]byte(text)) {
		t.Error("not JSON")
	}
}

func TestStampedMarkerIsFoundInWhateverWrapsThePayload(t *testing.T) {
	r, err := newRequest(publishing{"http://127.0.0.1:8080/in", map[string]string{"A": "b"}, `{"data":`, "}"}, "0123abcd", 1024)
	if err != nil {
		t.Fatal(err)
	}
	r.stamp(42, 1234567890123)
	m, found := findMarker(r.bytes)
	if !found || string(m.run) != "0123abcd" || m.seq != 42 || m.due != 1234567890123 {
		t.Errorf("found %v: %s %d %d", found, m.run, m.seq, m.due)
	}
	head, body, _ := strings.Cut(string(r.bytes), "\r\n\r\n")
	if !strings.HasPrefix(head, "POST /in HTTP/1.1\r\n") || !json.Valid([]byte(body)) {
		t.Errorf("the request is %s", r.bytes)
	}
}

func TestBodyWithoutAWholeMarkerHasNone(t *testing.T) {
	for _, body := range []string{"", "{}", "BM|0123abcd|00000", "BM|0123abcd|xxxxxxxxxx|0000000000000000|"} {
		if _, found := findMarker([]byte(body)); found {
			t.Errorf("found one in %q", body)
		}
	}
}

func TestRequestNeedsAPlainURL(t *testing.T) {
	if _, err := newRequest(publishing{url: "https://example.com/"}, "0123abcd", 1024); err == nil {
		t.Error("https was taken: the driver speaks no TLS")
	}
}
