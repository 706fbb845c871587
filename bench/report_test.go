package main

import (
	"strings"
	"testing"
)

func TestTableHasTheRatioToSealpostOfTheSameRow(t *testing.T) {
	results := []result{
		{Row: "closed1", Product: "sealpost", Delivered: 4000, Events: 1, Arrivals: 1, TotalAccepted: 1, Processes: 1},
		{Row: "closed1", Product: "outpost", Delivered: 1330, Events: 1, Arrivals: 1, TotalAccepted: 1, Processes: 1},
		{Row: "bound1", Product: "outpost", Delivered: 1300, Events: 1, Arrivals: 1, TotalAccepted: 1, Processes: 1},
	}
	var b strings.Builder
	printTable(&b, results, []product{sealpost{}, outpost{}})
	lines := strings.Split(b.String(), "\n")
	for i, part := range map[int]string{2: "| 4,000 |", 3: "| 1,330 (0.33) |", 4: "| 1,300 |"} {
		if !strings.Contains(lines[i], part) {
			t.Errorf("line %d has no %q: %s", i, part, lines[i])
		}
	}
	for i := range lines[:5] {
		if strings.Count(lines[i], "|") != len(columns)+3 {
			t.Errorf("line %d has another number of cells: %s", i, lines[i])
		}
	}
	if !strings.Contains(b.String(), "- outpost: 202") {
		t.Error("the table does not say what outpost counts as accepted")
	}
}

func TestDeliveredOfAcceptedCountsTheFanOut(t *testing.T) {
	if got := deliveredOfAccepted(result{Row: "bound10x640", Events: 100, Arrivals: 900}); got != .9 {
		t.Errorf("%v, want 0.9", got)
	}
}

func TestEveryLossIsAFault(t *testing.T) {
	if fault := (result{TotalAccepted: 10}).fault(); fault != "" {
		t.Error(fault)
	}
	for _, r := range []result{
		{TotalAccepted: 10, NotDelivered: 1}, {FirstFailure: "401"}, {TotalAccepted: 10, WrongSignatures: []string{"wrong"}},
		{TotalAccepted: 10, Unreadable: 1},
	} {
		if r.fault() == "" {
			t.Errorf("no fault in %+v", r)
		}
	}
}

func TestRemarksNameWhatMakesFiguresWrong(t *testing.T) {
	whole := result{TotalAccepted: 1, Processes: 3}
	if said := remarks(whole); len(said) > 0 {
		t.Error(said)
	}
	for _, r := range []result{{TotalAccepted: 1, Processes: 3, Hidden: 2}, {TotalAccepted: 1, Processes: 3, Stray: 1}} {
		if len(remarks(r)) != 1 {
			t.Errorf("no remark on %+v", r)
		}
	}
}

func TestThousandsAreGrouped(t *testing.T) {
	for number, want := range map[string]string{"0": "0", "999": "999", "1000": "1,000", "1234567.8": "1,234,567.8", "-500": "-500", "-1500": "-1,500"} {
		if got := grouped(number); got != want {
			t.Errorf("%s became %s", number, got)
		}
	}
}
