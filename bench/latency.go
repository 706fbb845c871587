package main

import (
	"math"
	"sort"
	"sync"
	"time"
)

// latencies collects spans of time from many goroutines, each of which appends to a list of its own.
type latencies struct {
	mu    sync.Mutex
	lists []*spans
}

type spans struct {
	mu    sync.Mutex
	nanos []int64
}

func (l *latencies) list() *spans {
	s := new(spans)
	l.mu.Lock()
	l.lists = append(l.lists, s)
	l.mu.Unlock()
	return s
}

func (s *spans) add(nanos int64) {
	s.mu.Lock()
	s.nanos = append(s.nanos, nanos)
	s.mu.Unlock()
}

// summary gives percentiles in milliseconds.
type summary struct {
	Count int     `json:"count"`
	P50   float64 `json:"p50_ms"`
	P95   float64 `json:"p95_ms"`
	P99   float64 `json:"p99_ms"`
	Max   float64 `json:"max_ms"`
}

func (l *latencies) summary() summary {
	var all []int64
	l.mu.Lock()
	for _, s := range l.lists {
		s.mu.Lock()
		all = append(all, s.nanos...)
		s.mu.Unlock()
	}
	l.mu.Unlock()
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	return summary{len(all), percentile(all, .50), percentile(all, .95), percentile(all, .99), percentile(all, 1)}
}

// percentile is the nearest rank: the smallest value that this part of all values does not exceed. 0 if there is none.
func percentile(sorted []int64, part float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	rank := int(math.Ceil(part * float64(len(sorted))))
	return float64(sorted[max(rank, 1)-1]) / float64(time.Millisecond)
}
