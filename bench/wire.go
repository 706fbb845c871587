package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Just enough of HTTP/1.1 for both ends: the driver shares its processors with what it measures, so it must cost little.

const largestBody = 64 << 20

// head is what the driver needs to know of the header fields of a request or a response.
type head struct {
	length  int64
	chunked bool
	closing bool // the peer closes the connection after this message
	expect  bool // the peer waits for "100 Continue"
}

// readHead reads the header fields up to the empty line. The fields are appended to copyTo unless it is nil.
func readHead(r *bufio.Reader, copyTo *[]byte) (head, error) {
	var h head
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return h, err
		}
		if len(line) <= 2 {
			return h, nil
		}
		if copyTo != nil {
			*copyTo = append(*copyTo, line...)
		}
		switch line[0] | 0x20 {
		case 'c':
			if v, ok := field(line, "content-length:"); ok {
				h.length = number(v)
			} else if v, ok := field(line, "connection:"); ok {
				h.closing = strings.EqualFold(string(v), "close")
			}
		case 't':
			if v, ok := field(line, "transfer-encoding:"); ok {
				h.chunked = bytes.Contains(bytes.ToLower(v), []byte("chunked"))
			}
		case 'e':
			if _, ok := field(line, "expect:"); ok {
				h.expect = true
			}
		}
	}
}

// field returns the value of a header line with this lower-case name, colon included.
func field(line []byte, name string) ([]byte, bool) {
	if len(line) < len(name) || !strings.EqualFold(string(line[:len(name)]), name) {
		return nil, false
	}
	return bytes.TrimSpace(line[len(name):]), true
}

// readBody reads the body into the given slice, which it lengthens as needed.
func readBody(r *bufio.Reader, body []byte, h head) ([]byte, error) {
	if h.chunked {
		return readChunks(r, body)
	}
	if h.length > largestBody {
		return body, fmt.Errorf("a body of %d bytes is too long", h.length)
	}
	if h.length <= 0 {
		return body, nil
	}
	if int64(cap(body)) < h.length {
		body = make([]byte, h.length)
	}
	body = body[:h.length]
	_, err := io.ReadFull(r, body)
	return body, err
}

func readChunks(r *bufio.Reader, body []byte) ([]byte, error) {
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return body, err
		}
		size, _, _ := strings.Cut(strings.TrimSpace(string(line)), ";")
		n, err := strconv.ParseInt(size, 16, 32)
		if err != nil {
			return body, fmt.Errorf("bad chunk size %q", size)
		}
		if n == 0 {
			_, err := readHead(r, nil) // the trailer
			return body, err
		}
		at := len(body)
		body = append(body, make([]byte, n)...)
		if _, err := io.ReadFull(r, body[at:]); err != nil {
			return body, err
		}
		if _, err := r.Discard(2); err != nil {
			return body, err
		}
	}
}

// number reads the decimal digits at the start; -1 if there are none.
func number(b []byte) int64 {
	n, any := int64(0), false
	for _, x := range b {
		if x < '0' || x > '9' {
			break
		}
		n, any = n*10+int64(x-'0'), true
	}
	if !any {
		return -1
	}
	return n
}
