package main

import (
	"bytes"
	"fmt"
	"math/rand"
	"net/url"
	"sort"
	"strings"
	"time"
)

// Every payload carries a marker inside a JSON string, BM|run|seq|due|, so that the receiver recognises the event whatever the
// product wraps around it. The digits have a fixed width: a client overwrites them in a request that it made once.
const (
	markerStart = "BM|"
	runDigits   = 8
	seqDigits   = 10
	dueDigits   = 16
	seqAt       = len(markerStart) + runDigits + 1
	dueAt       = seqAt + seqDigits + 1
	markerSize  = dueAt + dueDigits + 1
)

var began = time.Now()

// now is the one clock of the driver, in nanoseconds. Both ends run in this process, so no two clocks have to agree.
func now() int64 { return int64(time.Since(began)) }

// marker identifies an event: its run, its number and when it was due.
type marker struct {
	run      []byte
	seq, due int64
}

// findMarker returns false if the body has none.
func findMarker(body []byte) (marker, bool) {
	i := bytes.Index(body, []byte(markerStart))
	if i < 0 || i+markerSize > len(body) {
		return marker{}, false
	}
	b := body[i:]
	m := marker{b[len(markerStart) : seqAt-1], number(b[seqAt : dueAt-1]), number(b[dueAt : markerSize-1])}
	return m, m.seq >= 0 && m.due >= 0
}

// payload makes a JSON object of this size (never shorter than its fixed part) whose padding does not compress well.
func payload(run string, size int) string {
	start := fmt.Sprintf(`{"marker":"BM|%s|%0*d|%0*d|","type":"order.created","order":{"id":"ord_7f3Kq9","customer":"cus_19283",`+
		`"currency":"EUR","total":18450,"paid":true,"items":[{"sku":"A-1001","name":"Desk lamp","quantity":2,"price":4900},`+
		`{"sku":"B-2040","name":"Notebook A5","quantity":5,"price":790}]},"note":"`, run, seqDigits, 0, dueDigits, 0)
	const end, letters = `"}`, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	var b strings.Builder
	b.WriteString(start)
	random := rand.New(rand.NewSource(1))
	for b.Len() < size-len(end) {
		b.WriteByte(letters[random.Intn(len(letters))])
	}
	b.WriteString(end)
	return b.String()
}

// publishing describes how one event is posted: the body is the prefix, the payload and the suffix.
type publishing struct {
	url            string
	headers        map[string]string
	prefix, suffix string
}

// request is a whole HTTP request in which the marker is overwritten for each event.
type request struct {
	address string
	bytes   []byte
	marker  int
}

func newRequest(p publishing, run string, size int) (request, error) {
	u, err := url.Parse(p.url)
	if err != nil || u.Scheme != "http" || u.Host == "" {
		return request{}, fmt.Errorf("%q is not an http:// URL", p.url)
	}
	address := u.Host
	if u.Port() == "" {
		address += ":80"
	}
	names := make([]string, 0, len(p.headers))
	for name := range p.headers {
		names = append(names, name)
	}
	sort.Strings(names)
	var b bytes.Buffer
	fmt.Fprintf(&b, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nAccept: application/json\r\n", u.RequestURI(), u.Host)
	for _, name := range names {
		fmt.Fprintf(&b, "%s: %s\r\n", name, p.headers[name])
	}
	body := p.prefix + payload(run, size) + p.suffix
	fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n%s", len(body), body)
	return request{address, b.Bytes(), bytes.Index(b.Bytes(), []byte(markerStart+run))}, nil
}

// copy returns a request that another client may stamp.
func (r request) copy() request {
	r.bytes = append([]byte(nil), r.bytes...)
	return r
}

func (r request) stamp(seq, due int64) {
	digits(r.bytes[r.marker+seqAt:r.marker+dueAt-1], seq)
	digits(r.bytes[r.marker+dueAt:r.marker+markerSize-1], due)
}

func digits(b []byte, n int64) {
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
}
