package main

import (
	"bytes"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// forwarder is a product of a few lines: it posts what it accepts to each endpoint, unless told to lose an event.
type forwarder struct {
	target *plan
	lose   func(n int64) bool
	status int
	pause  time.Duration // before each event is delivered
}

func (forwarder) name() string                  { return "forwarder" }
func (forwarder) accepted() string              { return "nothing" }
func (forwarder) verify(delivery, string) error { return nil }

func (f forwarder) setUp(s server, p plan) ([]application, error) {
	*f.target = p
	return []application{{publishing{url: s.url, prefix: `{"data":`, suffix: "}"}, make([]string, p.fanOut)}}, nil
}

func (f forwarder) start(t *testing.T) running {
	var count atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		time.Sleep(f.pause)
		if !f.lose(count.Add(1)) {
			for e := 0; e < f.target.fanOut; e++ {
				answer, err := http.Post(f.target.hook(0, e), "application/json", bytes.NewReader(body))
				if err == nil {
					io.Copy(io.Discard, answer.Body)
					answer.Body.Close()
				}
			}
		}
		w.WriteHeader(f.status)
	}))
	t.Cleanup(s.Close)
	return running{f, server{s.URL, "token"}, nil}
}

func measured(t *testing.T, f forwarder, name string) result {
	t.Helper()
	b := quickBench(t)
	f.target = new(plan)
	got, err := b.measure(quick(t, name), f.start(t))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func quickBench(t *testing.T) *bench {
	t.Helper()
	receiver, err := listen("127.0.0.1:0", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { receiver.listener.Close() })
	return &bench{receiver, proc{"/proc"}, 512, time.Second, 300 * time.Millisecond, 100 * time.Millisecond, make(chan struct{})}
}

func quick(t *testing.T, name string) row {
	t.Helper()
	r, err := parseRow(name, 0, 100*time.Millisecond, 400*time.Millisecond, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func never(int64) bool { return false }

func TestCountsEveryDeliveryInClosedAndOpenLoops(t *testing.T) {
	for _, name := range []string{"closed1", "bound3", "open2-50", "cold1-50"} {
		r := measured(t, forwarder{lose: never, status: 202}, name)
		if fault := r.fault(); fault != "" {
			t.Errorf("%s: %s", name, fault)
		}
		if r.TotalAccepted == 0 || r.Arrivals == 0 || r.Latency.Count == 0 || r.Answer.Count == 0 || r.RightSignatures == 0 {
			t.Errorf("%s: nothing was counted: %+v", name, r)
		}
		if r.Duplicates+r.Stray+r.Unanswered+r.Unreadable != 0 {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestRatesAreThoseOfTheWindow(t *testing.T) {
	r := measured(t, forwarder{lose: never, status: 202}, "open2-50")
	if r.Events >= r.TotalAccepted {
		t.Errorf("%d of %d events were accepted in the window: the warm-up counts, too", r.Events, r.TotalAccepted)
	}
	if accepted, delivered := r.Accepted*r.Window, r.Delivered*r.Window; math.Abs(accepted-float64(r.Events)) > .01 ||
		math.Abs(delivered-float64(r.Arrivals)) > .01 {
		t.Errorf("%v events and %v deliveries in %v s, want %d and %d", accepted, delivered, r.Window, r.Events, r.Arrivals)
	}
}

func TestLatencyOfAnOpenLoopCountsFromWhenEventsWereDue(t *testing.T) {
	b := quickBench(t)
	f := forwarder{lose: never, status: 202, pause: 60 * time.Millisecond, target: new(plan)}
	alone := quick(t, "open1-50")
	alone.load.clients = 1 // answered every 60 ms, and an event is due every 20
	r, err := b.measure(alone, f.start(t))
	if err != nil {
		t.Fatal(err)
	}
	if r.Latency.P50 < 2*60 || r.Lag.P50 < 60 {
		t.Errorf("p50 %v ms, of it %v ms in the driver: the waiting events were forgotten", r.Latency.P50, r.Lag.P50)
	}
	if r.Answer.P50 < 60 || r.Answer.P50 > r.Latency.P50 {
		t.Errorf("p50 of the answers %v ms, of the deliveries %v ms", r.Answer.P50, r.Latency.P50)
	}
}

func TestLossOfOneEventIsAFault(t *testing.T) {
	r := measured(t, forwarder{lose: func(n int64) bool { return n == 3 }, status: 202}, "open2-50")
	if r.NotDelivered != 2 || r.fault() == "" {
		t.Errorf("%d not delivered, want 2", r.NotDelivered)
	}
}

func TestDeliveryOfARefusedEventIsNoneOfAnAcceptedOne(t *testing.T) {
	r := measured(t, forwarder{lose: never, status: 503}, "open1-50")
	if r.TotalAccepted != 0 || r.Rejected == 0 || r.Unanswered == 0 || r.fault() == "" {
		t.Errorf("%+v", r)
	}
}

func TestRowThatIsInterruptedHasNoFigures(t *testing.T) {
	b := quickBench(t)
	f := forwarder{lose: never, status: 202, target: new(plan)}
	time.AfterFunc(200*time.Millisecond, func() { close(b.stop) }) // within the window
	if r, err := b.measure(quick(t, "closed1"), f.start(t)); err == nil {
		t.Errorf("a part of a window gave %.0f/s", r.Delivered)
	}
}
