package main

import (
	"sync"
	"sync/atomic"
)

const (
	chunkSize = 1 << 16
	maxChunks = 1 << 12 // 268 million deliveries
)

// tally is an array of counters that grows by chunks and never moves, so that clients and receiver count without a lock.
type tally struct {
	growing sync.Mutex
	chunks  [maxChunks]atomic.Pointer[[chunkSize]uint32]
}

func (t *tally) at(i int64) *uint32 {
	chunk := &t.chunks[i/chunkSize]
	if chunk.Load() == nil {
		t.growing.Lock()
		if chunk.Load() == nil {
			chunk.Store(new([chunkSize]uint32))
		}
		t.growing.Unlock()
	}
	return &chunk.Load()[i%chunkSize]
}

// ledger compares what a product accepted in one run with what arrived. An event goes to one application, and every endpoint of
// that application gets it: applications take turns by the number of the event.
type ledger struct {
	run          string
	applications int64
	fanOut       int64

	acceptances tally // by event
	deliveries  tally // by event × fan-out + endpoint

	due, accepted, rejected, errors     atomic.Int64 // events
	received, unique, stray, unreadable atomic.Int64 // deliveries
	last                                atomic.Int64 // when the last delivery came
	highest                             atomic.Int64 // one more than the highest number posted

	from, to  atomic.Int64 // only events that were due in this window count for the latency
	latencies latencies
	answers   latencies

	failureMu sync.Mutex
	failure   string // the first rejection or error
}

func newLedger(run string, applications, fanOut int) *ledger {
	return &ledger{run: run, applications: int64(applications), fanOut: int64(fanOut)}
}

// measured says whether an event that was due at this time counts for the latency.
func (l *ledger) measured(due int64) bool { return due >= l.from.Load() && due < l.to.Load() }

// post notes that an event was or will be posted.
func (l *ledger) post(seq int64) {
	l.due.Add(1)
	for highest := l.highest.Load(); seq >= highest; highest = l.highest.Load() {
		if l.highest.CompareAndSwap(highest, seq+1) {
			return
		}
	}
}

func (l *ledger) accept(seq int64) {
	atomic.StoreUint32(l.acceptances.at(seq), 1)
	l.accepted.Add(1)
}

func (l *ledger) reject(reason string) {
	l.rejected.Add(1)
	l.keep(reason)
}

func (l *ledger) fail(reason string) {
	l.errors.Add(1)
	l.keep(reason)
}

func (l *ledger) keep(reason string) {
	l.failureMu.Lock()
	defer l.failureMu.Unlock()
	if l.failure == "" {
		l.failure = reason
	}
}

// deliver books what came to an endpoint. It returns false for what is not a first delivery of this run at its own endpoint.
func (l *ledger) deliver(m marker, application, endpoint, at int64) bool {
	if string(m.run) != l.run || endpoint < 0 || endpoint >= l.fanOut || application != m.seq%l.applications {
		l.stray.Add(1)
		return false
	}
	l.received.Add(1)
	l.last.Store(at)
	if atomic.AddUint32(l.deliveries.at(m.seq*l.fanOut+endpoint), 1) > 1 {
		return false
	}
	l.unique.Add(1)
	return true
}

// outstanding counts deliveries of accepted events that have not come yet.
func (l *ledger) outstanding() int64 { return l.accepted.Load()*l.fanOut - l.unique.Load() }

// behind also counts the events that are due and not answered yet: a product that answers late is behind, too.
func (l *ledger) behind() int64 {
	return (l.due.Load()-l.rejected.Load()-l.errors.Load())*l.fanOut - l.unique.Load()
}

// balance is what remains to be said about a run when nothing comes any more.
type balance struct {
	missing    int64 // accepted and not delivered
	unanswered int64 // delivered although the post failed or was refused
	duplicates int64
}

func (l *ledger) balance() balance {
	var b balance
	for seq, highest := int64(0), l.highest.Load(); seq < highest; seq++ {
		accepted := atomic.LoadUint32(l.acceptances.at(seq)) > 0
		for e := int64(0); e < l.fanOut; e++ {
			times := int64(atomic.LoadUint32(l.deliveries.at(seq*l.fanOut + e)))
			switch {
			case accepted && times == 0:
				b.missing++
			case !accepted && times > 0:
				b.unanswered++
			}
			if times > 1 {
				b.duplicates += times - 1
			}
		}
	}
	return b
}
