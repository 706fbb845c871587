package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// client posts events over one keep-alive connection for each address.
type client struct {
	ledger   *ledger
	requests []request // by application
	lines    map[string]*line
	timeout  time.Duration
	answers  *spans
}

type line struct {
	conn net.Conn
	in   *bufio.Reader
}

func newClient(l *ledger, requests []request, timeout time.Duration) *client {
	c := &client{ledger: l, lines: map[string]*line{}, timeout: timeout, answers: l.answers.list()}
	for _, r := range requests {
		c.requests = append(c.requests, r.copy())
	}
	return c
}

// post publishes one event and books the answer. Due 0 means now. It returns false if the event was not accepted.
func (c *client) post(seq, due int64) bool {
	sent := now()
	if due == 0 {
		due = sent
	}
	status, body, err := c.send(seq, due)
	switch {
	case err != nil:
		c.ledger.fail(err.Error())
		return false
	case status < 200 || status > 299:
		c.ledger.reject(fmt.Sprintf("%d %.300s", status, body))
		return false
	}
	c.ledger.accept(seq)
	if c.ledger.measured(due) {
		c.answers.add(now() - sent)
	}
	return true
}

// send tries once more on a new connection if the server had closed a kept one in the meantime.
func (c *client) send(seq, due int64) (int, []byte, error) {
	r := c.requests[seq%int64(len(c.requests))]
	r.stamp(seq, due)
	for {
		l, kept, err := c.connect(r.address)
		if err != nil {
			return 0, nil, err
		}
		status, body, err := c.exchange(l, r)
		if err == nil {
			return status, body, nil
		}
		c.hangUp(r.address)
		if !kept || !closedByPeer(err) {
			return 0, nil, err
		}
	}
}

func (c *client) connect(address string) (l *line, kept bool, err error) {
	if l, kept = c.lines[address]; kept {
		return l, true, nil
	}
	conn, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		return nil, false, err
	}
	l = &line{conn, bufio.NewReaderSize(conn, 8<<10)}
	c.lines[address] = l
	return l, false, nil
}

func (c *client) hangUp(address string) {
	if l, open := c.lines[address]; open {
		l.conn.Close()
		delete(c.lines, address)
	}
}

func (c *client) close() {
	for address := range c.lines {
		c.hangUp(address)
	}
}

func (c *client) exchange(l *line, r request) (status int, body []byte, err error) {
	l.conn.SetDeadline(time.Now().Add(c.timeout))
	if _, err = l.conn.Write(r.bytes); err != nil {
		return 0, nil, err
	}
	first, err := l.in.ReadSlice('\n')
	if err != nil {
		return 0, nil, err
	}
	if len(first) < len("HTTP/1.1 200") {
		return 0, nil, fmt.Errorf("bad status line %q", first)
	}
	status = int(number(first[9:12]))
	h, err := readHead(l.in, nil)
	if err != nil {
		return 0, nil, err
	}
	if status < 300 && !h.chunked {
		_, err = l.in.Discard(int(h.length))
	} else {
		body, err = readBody(l.in, nil, h)
	}
	if err == nil && h.closing {
		c.hangUp(r.address)
	}
	return status, body, err
}

func closedByPeer(err error) bool {
	return err == io.EOF || strings.Contains(err.Error(), "reset by peer") || strings.Contains(err.Error(), "broken pipe")
}
