package main

import (
	"testing"
	"time"
)

func TestPercentileIsTheNearestRank(t *testing.T) {
	var l latencies
	odd, even := l.list(), l.list()
	for i := int64(1); i <= 100; i++ {
		if i%2 == 0 {
			even.add(i * int64(time.Millisecond))
		} else {
			odd.add(i * int64(time.Millisecond))
		}
	}
	if got, want := l.summary(), (summary{100, 50, 95, 99, 100}); got != want {
		t.Errorf("summary %+v, want %+v", got, want)
	}
}

func TestPercentileRoundsTheRankUp(t *testing.T) {
	var ten []int64
	for i := int64(1); i <= 10; i++ {
		ten = append(ten, i*int64(time.Millisecond))
	}
	if got := percentile(ten, .99); got != 10 {
		t.Errorf("p99 of ten values is %v, want the longest", got)
	}
}

func TestPercentileOfFewValues(t *testing.T) {
	if got := percentile(nil, .99); got != 0 {
		t.Errorf("of none: %v", got)
	}
	one := []int64{int64(3 * time.Millisecond)}
	if percentile(one, .01) != 3 || percentile(one, 1) != 3 {
		t.Error("of one: not that one")
	}
}
