package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
)

// receiver is the endpoint of every product: it answers 200 to each POST on /h/<application>/<endpoint> and books it.
type receiver struct {
	listener net.Listener
	url      string
	current  atomic.Pointer[inspection]
}

// inspection is the run that deliveries belong to now, with the check of the first signatures.
type inspection struct {
	ledger *ledger
	verify func(delivery) error
	left   atomic.Int64 // deliveries that are still to be checked

	mu    sync.Mutex
	right int
	wrong []string
}

// delivery is one request of a product, kept only for the check of its signature.
type delivery struct {
	application, endpoint int64
	headers               map[string]string // by lower-case name
	body                  []byte
}

var (
	ok         = []byte("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok")
	continued  = []byte("HTTP/1.1 100 Continue\r\n\r\n")
	hookPrefix = []byte("/h/")
)

// listen starts a receiver. The URL is how products reach it; empty: the address it listens on.
func listen(address, url string) (*receiver, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	if url == "" {
		url = "http://" + l.Addr().String()
	}
	r := &receiver{listener: l, url: url}
	go r.accept()
	return r, nil
}

// hook is the URL of an endpoint.
func (r *receiver) hook(application, endpoint int) string {
	return fmt.Sprintf("%s/h/%d/%d", r.url, application, endpoint)
}

// expect makes the deliveries to come belong to this run; the signatures of the first ones are checked.
func (r *receiver) expect(l *ledger, checks int, verify func(delivery) error) *inspection {
	i := &inspection{ledger: l, verify: verify}
	i.left.Store(int64(checks))
	r.current.Store(i)
	return i
}

func (r *receiver) accept() {
	for {
		c, err := r.listener.Accept()
		if err != nil {
			return
		}
		go r.serve(c)
	}
}

func (r *receiver) serve(c net.Conn) {
	defer c.Close()
	in := bufio.NewReaderSize(c, 16<<10)
	body := make([]byte, 0, 4096)
	var fields []byte
	var booking *inspection
	var times *spans
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return
		}
		application, endpoint := parseHook(line)
		if next := r.current.Load(); next != booking && next != nil {
			booking, times = next, next.ledger.latencies.list()
		}
		var keep *[]byte
		if booking != nil && booking.left.Load() > 0 {
			fields, keep = fields[:0], &fields
		}
		h, err := readHead(in, keep)
		if err != nil {
			return
		}
		if h.expect {
			if _, err = c.Write(continued); err != nil {
				return
			}
		}
		if body, err = readBody(in, body[:0], h); err != nil {
			return
		}
		if booking != nil && len(body) > 0 { // an empty body is a ping
			first := booking.book(body, application, endpoint, now(), times)
			if first && keep != nil {
				booking.check(delivery{application, endpoint, headers(fields), body})
			}
		}
		if _, err = c.Write(ok); err != nil || h.closing {
			return
		}
	}
}

// parseHook reads the application and the endpoint from the request line; -1 for what is not there.
func parseHook(line []byte) (application, endpoint int64) {
	at := bytes.Index(line, hookPrefix)
	if at < 0 {
		return -1, -1
	}
	path := line[at+len(hookPrefix):]
	slash := bytes.IndexByte(path, '/')
	if slash < 0 {
		return -1, -1
	}
	return number(path[:slash]), number(path[slash+1:])
}

func (i *inspection) book(body []byte, application, endpoint, at int64, times *spans) bool {
	m, found := findMarker(body)
	if !found {
		i.ledger.unreadable.Add(1)
		return false
	}
	if !i.ledger.deliver(m, application, endpoint, at) {
		return false
	}
	if i.ledger.measured(m.due) {
		times.add(at - m.due)
	}
	return true
}

func (i *inspection) check(d delivery) {
	if i.left.Add(-1) < 0 {
		return
	}
	err := i.verify(d)
	i.mu.Lock()
	defer i.mu.Unlock()
	if err == nil {
		i.right++
	} else {
		i.wrong = append(i.wrong, err.Error())
	}
}

// signatures tells how many were right and what was wrong with the others.
func (i *inspection) signatures() (right int, wrong []string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.right, i.wrong
}

func headers(fields []byte) map[string]string {
	byName := map[string]string{}
	for _, line := range bytes.Split(fields, []byte("\r\n")) {
		if name, value, found := bytes.Cut(line, []byte(":")); found {
			byName[string(bytes.ToLower(name))] = string(bytes.TrimSpace(value))
		}
	}
	return byName
}
