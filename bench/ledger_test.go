package main

import (
	"testing"
)

func delivered(l *ledger, seq, endpoint int64) bool {
	return l.deliver(marker{[]byte(l.run), seq, 0}, seq%l.applications, endpoint, 0)
}

func TestBalanceFindsWhatIsMissingTwiceOrUnanswered(t *testing.T) {
	l := newLedger("run", 1, 2)
	for seq := int64(0); seq < 3; seq++ {
		l.post(seq)
	}
	l.accept(0)
	l.accept(1)
	l.fail("connection reset")

	delivered(l, 0, 0)
	delivered(l, 0, 1)
	delivered(l, 0, 1) // a duplicate
	delivered(l, 1, 0) // its endpoint 1 gets nothing
	delivered(l, 2, 0) // never answered

	if got, want := l.balance(), (balance{missing: 1, unanswered: 1, duplicates: 1}); got != want {
		t.Errorf("balance %+v, want %+v", got, want)
	}
	if got := l.outstanding(); got != 0 {
		t.Errorf("outstanding %d: 4 accepted less 4 delivered are 0, which is why the balance is needed", got)
	}
	if l.failure != "connection reset" {
		t.Errorf("first failure %q", l.failure)
	}
}

func TestBehindCountsEventsThatAreDueAndNotAnswered(t *testing.T) {
	l := newLedger("run", 1, 1)
	for seq := int64(0); seq < 10; seq++ {
		l.post(seq)
	}
	l.accept(0)
	delivered(l, 0, 0)
	l.reject("503")

	if got := l.behind(); got != 8 {
		t.Errorf("behind %d, want 8: 10 are due, one was refused, one delivered", got)
	}
}

func TestDeliveryToAForeignEndpointIsStray(t *testing.T) {
	l := newLedger("run", 4, 1)
	for name, booked := range map[string]bool{
		"another run":         l.deliver(marker{[]byte("old"), 0, 0}, 0, 0, 0),
		"another application": l.deliver(marker{[]byte("run"), 5, 0}, 2, 0, 0),
		"no endpoint":         l.deliver(marker{[]byte("run"), 5, 0}, 1, 1, 0),
	} {
		if booked {
			t.Errorf("%s was booked", name)
		}
	}
	if l.stray.Load() != 3 || l.unique.Load() != 0 {
		t.Errorf("stray %d, unique %d", l.stray.Load(), l.unique.Load())
	}
}

func TestTallyGrowsByChunks(t *testing.T) {
	var counts tally
	for _, i := range []int64{0, chunkSize - 1, chunkSize, 10 * chunkSize} {
		*counts.at(i)++
	}
	if *counts.at(chunkSize) != 1 || *counts.at(1) != 0 {
		t.Error("a counter of another chunk was counted")
	}
}
