package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// column of the table: how it prints a figure, and whether the ratio to Sealpost's figure stands beside it.
type column struct {
	title  string
	figure func(result) float64
	digits int
	ratio  bool
}

var columns = []column{
	{"accepted/s", func(r result) float64 { return r.Accepted }, 0, false},
	{"delivered/s", func(r result) float64 { return r.Delivered }, 0, true},
	{"delivered/ (accepted × fan-out)", deliveredOfAccepted, 2, false},
	{"behind: most", func(r result) float64 { return float64(r.MostBehind) }, 0, false},
	{"at the end", func(r result) float64 { return float64(r.BehindAtEnd) }, 0, false},
	{"level after, s", func(r result) float64 { return r.LevelAfter }, 1, false},
	{"p50, ms", func(r result) float64 { return r.Latency.P50 }, 1, true},
	{"p99, ms", func(r result) float64 { return r.Latency.P99 }, 1, true},
	{"longest, ms", func(r result) float64 { return r.Latency.Max }, 0, false},
	{"CPU, ms/delivery", func(r result) float64 { return perDelivery(r, 1000*r.Work.CPU()) }, 2, true},
	{"CPU, ms/event", func(r result) float64 { return perEvent(r, 1000*r.Work.CPU()) }, 2, true},
	{"of it system", func(r result) float64 { return perEvent(r, 1000*r.Work.System) }, 2, false},
	{"switches/event: voluntary", func(r result) float64 { return perEvent(r, float64(r.Work.Voluntary)) }, 1, false},
	{"involuntary", func(r result) float64 { return perEvent(r, float64(r.Work.Involuntary)) }, 1, false},
	{"PSS, MiB", func(r result) float64 { return r.PSS }, 0, true},
}

func deliveredOfAccepted(r result) float64 {
	if r.Events == 0 {
		return 0
	}
	fanOut := 1.0
	if parts := rowName.FindStringSubmatch(r.Row); parts != nil {
		fanOut, _ = strconv.ParseFloat(parts[2], 64)
	}
	return float64(r.Arrivals) / (float64(r.Events) * fanOut)
}

func perDelivery(r result, amount float64) float64 { return over(amount, r.Arrivals) }

func perEvent(r result, amount float64) float64 { return over(amount, r.Events) }

func over(amount float64, count int64) float64 {
	if count == 0 {
		return 0
	}
	return amount / float64(count)
}

// printTable writes all results as one Markdown table, and below it what is needed to read it.
func printTable(w io.Writer, results []result, used []product) {
	head, rule := []string{"row", "product"}, []string{"---", "---"}
	for _, c := range columns {
		head, rule = append(head, c.title), append(rule, "---:")
	}
	fmt.Fprintf(w, "| %s |\n| %s |\n", strings.Join(head, " | "), strings.Join(rule, " | "))
	for _, r := range results {
		cells := []string{r.Row, r.Product}
		for _, c := range columns {
			cells = append(cells, cell(c, r, sealpostIn(results, r)))
		}
		fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | "))
	}
	fmt.Fprint(w, "\nIn brackets: the figure divided by that of Sealpost in the same row. Latency runs from when an event was due (in closed loops: "+
		"was posted)\nuntil an endpoint had it. A product is level while fewer than 500 deliveries are behind. CPU, switches and memory are "+
		"those of all\nprocesses of the product that were named with -pids, and of its own node for a local Sealpost.\n\nAccepted means:\n\n")
	for _, p := range used {
		fmt.Fprintf(w, "- %s: %s\n", p.name(), p.accepted())
	}
	for _, r := range results {
		for _, remark := range remarks(r) {
			fmt.Fprintf(w, "\n**%s, %s:** %s\n", r.Row, r.Product, remark)
		}
	}
}

// sealpostIn finds the result of Sealpost in the same row.
func sealpostIn(results []result, like result) *result {
	for i, r := range results {
		if r.Row == like.Row && r.Product == (sealpost{}).name() && like.Product != r.Product {
			return &results[i]
		}
	}
	return nil
}

func cell(c column, r result, reference *result) string {
	figure := c.figure(r)
	text := grouped(strconv.FormatFloat(figure, 'f', c.digits, 64))
	if c.ratio && reference != nil {
		if base := c.figure(*reference); base > 0 && figure > 0 {
			text += fmt.Sprintf(" (%.2f)", figure/base)
		}
	}
	return text
}

// grouped puts commas between thousands.
func grouped(number string) string {
	whole, fraction, _ := strings.Cut(number, ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return whole
}

// remarks tells what a reader of the figures has to know.
func remarks(r result) []string {
	var all []string
	if fault := r.fault(); fault != "" {
		all = append(all, "FAILED: "+fault)
	}
	if r.Rejected+r.Errors > 0 {
		all = append(all, fmt.Sprintf("%d posts were refused and %d failed; the first: %s", r.Rejected, r.Errors, firstLine(r.FirstFailure)))
	}
	if r.Duplicates > 0 {
		all = append(all, fmt.Sprintf("%d deliveries came more than once", r.Duplicates))
	}
	if r.Unanswered > 0 {
		all = append(all, fmt.Sprintf("%d deliveries are of events whose post was not answered with success", r.Unanswered))
	}
	if r.Processes == 0 {
		all = append(all, "its processes were not named, so CPU and memory are missing")
	}
	if r.Hidden > 0 {
		all = append(all, fmt.Sprintf("PSS is too low: %d of %d processes hide theirs from the user of the driver", r.Hidden, r.Processes))
	}
	if r.Stray > 0 {
		all = append(all, fmt.Sprintf("%d deliveries came to an endpoint of another application, or from an earlier row", r.Stray))
	}
	if r.Lag.P99 > 5 {
		all = append(all, fmt.Sprintf("the driver began one in a hundred posts %.0f ms late or more: too few clients, or no processor left for it", r.Lag.P99))
	}
	return all
}
