package main

import (
	"sync"
	"sync/atomic"
	"time"
)

// load is how events are posted.
type load struct {
	clients int
	rate    float64 // open loop: events a second; 0: closed loop
	bound   int64   // closed loop: clients pause while more deliveries than this are outstanding; 0: never
	timeout time.Duration
}

// drive posts events until the time is over or stop is closed, and returns when every post has been answered.
// It returns how late the driver itself began its posts.
func (d load) drive(l *ledger, requests []request, start, end int64, stop <-chan struct{}) *latencies {
	if d.rate > 0 {
		return d.openLoop(l, requests, start, end, stop)
	}
	d.closedLoop(l, requests, end, stop)
	return new(latencies)
}

// closedLoop has every client post its next event as soon as the last one is answered.
func (d load) closedLoop(l *ledger, requests []request, end int64, stop <-chan struct{}) {
	var clients sync.WaitGroup
	var next atomic.Int64
	for i := 0; i < d.clients; i++ {
		clients.Add(1)
		go func() {
			defer clients.Done()
			c := newClient(l, requests, d.timeout)
			defer c.close()
			for now() < end && !closed(stop) {
				if d.bound > 0 && l.outstanding() > d.bound {
					time.Sleep(time.Millisecond)
					continue
				}
				seq := next.Add(1) - 1
				l.post(seq)
				if !c.post(seq, 0) {
					time.Sleep(20 * time.Millisecond)
				}
			}
		}()
	}
	clients.Wait()
}

// openLoop posts events when they are due, whatever happened to earlier ones. The latency of an event counts from then, so that a
// stall shows in every event that it delayed.
func (d load) openLoop(l *ledger, requests []request, start, end int64, stop <-chan struct{}) *latencies {
	type job struct{ seq, due int64 }
	jobs := make(chan job, 1<<20)
	lags := new(latencies)
	var clients sync.WaitGroup
	for i := 0; i < d.clients; i++ {
		clients.Add(1)
		go func() {
			defer clients.Done()
			c, late := newClient(l, requests, d.timeout), lags.list()
			defer c.close()
			for j := range jobs {
				if l.measured(j.due) {
					late.add(now() - j.due)
				}
				c.post(j.seq, j.due)
			}
		}()
	}
	for seq := int64(0); ; seq++ {
		due := start + int64(float64(seq)*float64(time.Second)/d.rate)
		if due >= end || !sleepUntil(due, stop) {
			break
		}
		l.post(seq)
		jobs <- job{seq, due}
	}
	close(jobs)
	clients.Wait()
	return lags
}

// sleepUntil returns false if stop was closed.
func sleepUntil(t int64, stop <-chan struct{}) bool {
	for left := t - now(); left > 0; left = t - now() {
		select {
		case <-stop:
			return false
		case <-time.After(time.Duration(left)):
		}
	}
	return !closed(stop)
}

func closed(stop <-chan struct{}) bool {
	select {
	case <-stop:
		return true
	default:
		return false
	}
}
