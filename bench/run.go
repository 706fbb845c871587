package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"
)

const (
	signatureChecks = 100
	level           = 500 // a product that is fewer deliveries behind is level with the load
	sampling        = 100 * time.Millisecond
)

// running is a product that can be posted to, and the processes that its work is accounted to.
type running struct {
	product product
	server  server
	pids    []int
}

// result is one line of the table.
type result struct {
	Row         string  `json:"row"`
	Product     string  `json:"product"`
	At          string  `json:"at"`
	Endpoints   int     `json:"endpoints"`
	Window      float64 `json:"window_s"`
	Accepted    float64 `json:"accepted_per_s"`
	Delivered   float64 `json:"delivered_per_s"`
	BehindAtEnd int64   `json:"behind_at_end"`
	MostBehind  int64   `json:"most_behind"`
	LevelAfter  float64 `json:"level_after_s"` // from the first post until it stays level; the whole time if it does not
	Drain       float64 `json:"drain_s"`

	Latency summary `json:"latency"` // from when an event was due until an endpoint had it
	Answer  summary `json:"answer"`  // from the post until its answer
	Lag     summary `json:"driver_lag"`

	Work      work    `json:"work"`
	Events    int64   `json:"events_in_window"`     // accepted
	Arrivals  int64   `json:"deliveries_in_window"` // delivered
	PSS       float64 `json:"pss_mib"`
	Processes int     `json:"processes"`
	Hidden    int     `json:"pss_hidden"` // processes whose memory the driver may not read
	DriverCPU float64 `json:"driver_cpu_s"`
	OtherCPU  float64 `json:"other_cpu_s"` // of the machine, neither the product's nor the driver's

	TotalAccepted   int64    `json:"total_accepted"`
	Rejected        int64    `json:"rejected"`
	Errors          int64    `json:"errors"`
	FirstFailure    string   `json:"first_failure,omitempty"`
	NotDelivered    int64    `json:"not_delivered"`
	Duplicates      int64    `json:"duplicates"`
	Unanswered      int64    `json:"delivered_without_success"`
	Stray           int64    `json:"stray"`
	Unreadable      int64    `json:"unreadable"`
	RightSignatures int      `json:"right_signatures"`
	WrongSignatures []string `json:"wrong_signatures,omitempty"`
}

// fault says why the figures of this row are worth nothing; empty if they are.
func (r result) fault() string {
	switch {
	case r.NotDelivered > 0:
		return fmt.Sprintf("%d deliveries of accepted events did not arrive", r.NotDelivered)
	case r.TotalAccepted == 0:
		return "nothing was accepted: " + r.FirstFailure
	case len(r.WrongSignatures) > 0:
		return fmt.Sprintf("%d of the first deliveries have no right signature: %s", len(r.WrongSignatures), r.WrongSignatures[0])
	case r.Unreadable > 0:
		return fmt.Sprintf("%d deliveries had no marker: the product changed the payload", r.Unreadable)
	}
	return ""
}

// bench is what all rows of a run of this program share.
type bench struct {
	receiver     *receiver
	proc         proc
	size         int
	drain, stall time.Duration
	settle       time.Duration // wait for duplicates after the last delivery
	stop         chan struct{}
}

// reading is what is counted at both ends of the window.
type reading struct {
	at                 int64
	accepted, arrivals int64
	behind             int64
	usage              usage
	driver, busy       float64
}

// measure runs one row against one product. It fails if it is stopped before the end of the window.
func (b *bench) measure(r row, on running) (result, error) {
	if err := b.proc.require(on.pids); err != nil {
		return result{}, err
	}
	run := fmt.Sprintf("%08x", uint32(time.Now().UnixMicro()))
	applications, err := on.product.setUp(on.server, plan{run, r.applications, r.fanOut, b.receiver.hook})
	if err != nil {
		return result{}, fmt.Errorf("%s cannot be set up: %w", on.product.name(), err)
	}
	requests := make([]request, len(applications))
	for i, a := range applications {
		if requests[i], err = newRequest(a.publishing, run, b.size); err != nil {
			return result{}, err
		}
	}
	l := newLedger(run, r.applications, r.fanOut)
	checks := b.receiver.expect(l, signatureChecks, func(d delivery) error {
		return on.product.verify(d, applications[d.application].secrets[d.endpoint])
	})

	start := now()
	from, to := start+int64(r.warm), start+int64(r.warm+r.time)
	l.from.Store(from)
	l.to.Store(to)
	lags := make(chan *latencies, 1)
	go func() { lags <- r.load.drive(l, requests, start, to, b.stop) }()
	watched := make(chan struct{})
	watch := watchBacklog(l, r, on.product.name(), start, watched)
	sleepUntil(from, b.stop)
	first := b.read(l, on.pids)
	whole := sleepUntil(to, b.stop)
	last := b.read(l, on.pids)
	close(watched)
	seen := <-watch
	lag := <-lags
	if !whole {
		return result{}, fmt.Errorf("%s was interrupted", r.name)
	}
	drained := b.awaitDeliveries(l)
	memory := b.proc.measure(on.pids, true)
	if err := b.proc.require(on.pids); err != nil {
		return result{}, err
	}
	time.Sleep(b.settle)

	balance := l.balance()
	right, wrong := checks.signatures()
	seconds := float64(last.at-first.at) / float64(time.Second)
	did := last.usage.since(first.usage)
	driver := last.driver - first.driver
	return result{
		Row: r.name, Product: on.product.name(), At: time.Now().UTC().Format(time.RFC3339), Endpoints: r.applications * r.fanOut,
		Window: seconds, Accepted: float64(last.accepted-first.accepted) / seconds, Delivered: float64(last.arrivals-first.arrivals) / seconds,
		BehindAtEnd: last.behind, MostBehind: seen.most, LevelAfter: float64(seen.level) / float64(time.Second), Drain: drained.Seconds(),
		Latency: l.latencies.summary(), Answer: l.answers.summary(), Lag: lag.summary(),
		Work: did, Events: last.accepted - first.accepted, Arrivals: last.arrivals - first.arrivals,
		PSS: memory.PSS, Processes: memory.Processes, Hidden: memory.Hidden, DriverCPU: driver, OtherCPU: last.busy - first.busy - driver - did.CPU(),
		TotalAccepted: l.accepted.Load(), Rejected: l.rejected.Load(), Errors: l.errors.Load(), FirstFailure: l.failure,
		NotDelivered: balance.missing, Duplicates: balance.duplicates, Unanswered: balance.unanswered,
		Stray: l.stray.Load(), Unreadable: l.unreadable.Load(), RightSignatures: right, WrongSignatures: wrong,
	}, nil
}

func (b *bench) read(l *ledger, pids []int) reading {
	r := reading{at: now(), accepted: l.accepted.Load(), arrivals: l.unique.Load(), behind: l.behind()}
	r.usage, r.driver, r.busy = b.proc.measure(pids, false), ownCPU(), b.proc.busy()
	return r
}

// backlog is what was seen of the deliveries that are behind.
type backlog struct {
	most  int64 // in the window
	level int64 // nanoseconds from the first post
}

// watchBacklog samples until done is closed, and says every ten seconds how things stand.
func watchBacklog(l *ledger, r row, product string, start int64, done <-chan struct{}) <-chan backlog {
	seen := make(chan backlog, 1)
	go func() {
		var b backlog
		var accepted, arrivals int64
		ticks := time.NewTicker(sampling)
		defer ticks.Stop()
		for said := 10 * time.Second; ; {
			select {
			case <-done:
				seen <- b
				return
			case <-ticks.C:
			}
			behind, passed := l.behind(), time.Duration(now()-start)
			if passed >= r.warm {
				b.most = max(b.most, behind)
			}
			if behind >= level {
				b.level = int64(passed)
			}
			if passed >= said {
				a, u := l.accepted.Load(), l.unique.Load()
				fmt.Fprintf(os.Stderr, "%-14s %-9s %4.0f s  accepted %6d/s  delivered %6d/s  behind %7d  rejected %d  errors %d\n",
					r.name, product, passed.Seconds(), (a-accepted)/10, (u-arrivals)/10, behind, l.rejected.Load(), l.errors.Load())
				accepted, arrivals, said = a, u, said+10*time.Second
			}
		}
	}()
	return seen
}

// awaitDeliveries waits for what was accepted, as long as something still comes, and returns how long that took.
func (b *bench) awaitDeliveries(l *ledger) time.Duration {
	stopped := now()
	for l.outstanding() > 0 || l.balance().missing > 0 {
		t := now()
		if t-stopped > int64(b.drain) || t-max(l.last.Load(), stopped) > int64(b.stall) {
			break
		}
		time.Sleep(sampling)
	}
	return time.Duration(max(0, l.last.Load()-stopped))
}

// ownCPU gives the processor seconds of the driver.
func ownCPU() float64 {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return float64(r.Utime.Nano()+r.Stime.Nano()) / float64(time.Second)
}

// firstLine shortens a message for a table.
func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
