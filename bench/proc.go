package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
)

const (
	ticksPerSecond = 100 // USER_HZ, which Linux fixes for what it prints in /proc
	mebibyte       = 1 << 20
)

// proc reads the accounts of processes (Linux).
type proc struct{ root string }

// usage sums up processes: those that were named and all their descendants.
type usage struct {
	User, System float64 // seconds, those of ended threads and of ended children included
	RSS, PSS     float64 // MiB
	Written      float64 // MB to disk
	Processes    int
	Hidden       int              // of them: processes whose PSS cannot be read
	switches     map[int]switches // by thread
}

// switches of a thread: it waited for something, or its time was up.
type switches struct{ voluntary, involuntary int64 }

// work is what processes did between two readings.
type work struct {
	User        float64 `json:"user_s"`
	System      float64 `json:"system_s"`
	Voluntary   int64   `json:"voluntary_switches"`
	Involuntary int64   `json:"involuntary_switches"`
	Written     float64 `json:"disk_write_mb"`
}

// since gives the difference. The switches of threads that ended in the meantime are lost.
func (u usage) since(before usage) work {
	w := work{User: u.User - before.User, System: u.System - before.System, Written: u.Written - before.Written}
	for thread, s := range u.switches {
		w.Voluntary += s.voluntary - before.switches[thread].voluntary
		w.Involuntary += s.involuntary - before.switches[thread].involuntary
	}
	return w
}

// CPU is user and system time in seconds.
func (w work) CPU() float64 { return w.User + w.System }

// measure reads the accounts of these processes and their descendants. PSS costs the kernel a walk through all pages, so it is read
// only when asked for.
func (p proc) measure(pids []int, pss bool) usage {
	u := usage{switches: map[int]switches{}}
	for _, pid := range p.family(pids) {
		folder := fmt.Sprintf("%s/%d", p.root, pid)
		stat, err := readStat(folder)
		if err != nil {
			continue // ended in the meantime
		}
		u.Processes++
		u.User += (stat.number(11) + stat.number(13)) / ticksPerSecond
		u.System += (stat.number(12) + stat.number(14)) / ticksPerSecond
		u.RSS += stat.number(21) * float64(os.Getpagesize()) / mebibyte
		u.Written += value(folder+"/io", "write_bytes:") / 1e6
		if pss {
			used := value(folder+"/smaps_rollup", "Pss:") / 1024
			u.PSS += used
			if used == 0 && stat.number(21) > 0 {
				u.Hidden++
			}
		}
		for _, thread := range numbered(folder + "/task") {
			status := fmt.Sprintf("%s/task/%d/status", folder, thread)
			u.switches[thread] = switches{
				int64(value(status, "voluntary_ctxt_switches:")), int64(value(status, "nonvoluntary_ctxt_switches:")),
			}
		}
	}
	return u
}

// require fails if one of these processes is not there: its work would be missing without a word.
func (p proc) require(pids []int) error {
	for _, pid := range pids {
		if _, err := readStat(fmt.Sprintf("%s/%d", p.root, pid)); err != nil {
			return fmt.Errorf("there is no process %d (any more), so its work cannot be accounted for", pid)
		}
	}
	return nil
}

// family gives the processes that exist, and all their descendants.
func (p proc) family(pids []int) []int {
	children := map[int][]int{}
	for _, pid := range numbered(p.root) {
		if stat, err := readStat(fmt.Sprintf("%s/%d", p.root, pid)); err == nil {
			parent := int(stat.number(1))
			children[parent] = append(children[parent], pid)
		}
	}
	var all []int
	seen := map[int]bool{}
	for next := append([]int(nil), pids...); len(next) > 0; next = next[1:] {
		pid := next[0]
		if _, err := readStat(fmt.Sprintf("%s/%d", p.root, pid)); err != nil || seen[pid] {
			continue
		}
		seen[pid] = true
		all = append(all, pid)
		next = append(next, children[pid]...)
	}
	return all
}

// busy gives the processor seconds that the whole machine has used.
func (p proc) busy() float64 {
	text, err := os.ReadFile(p.root + "/stat")
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	sum := 0.0
	for i, field := range strings.Fields(first) {
		switch i {
		case 1, 2, 3, 6, 7: // user, nice, system, irq, softirq
			ticks, _ := strconv.ParseFloat(field, 64)
			sum += ticks
		}
	}
	return sum / ticksPerSecond
}

// statFields are those of /proc/<pid>/stat after the name: 0 state, 1 parent, 11 user time, 12 system time, 13 and 14 those of ended
// children, 21 resident pages.
type statFields []string

func readStat(folder string) (statFields, error) {
	text, err := os.ReadFile(folder + "/stat")
	if err != nil {
		return nil, err
	}
	name := bytes.LastIndexByte(text, ')') // the name may contain spaces and brackets
	fields := strings.Fields(string(text[name+1:]))
	if len(fields) < 22 {
		return nil, fmt.Errorf("%s/stat has only %d fields", folder, len(fields))
	}
	return fields, nil
}

func (s statFields) number(i int) float64 {
	n, _ := strconv.ParseFloat(s[i], 64)
	return n
}

// value reads the number after a label at the start of a line; 0 if the file or the label is missing.
func value(file, label string) float64 {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	for _, line := range strings.Split(string(text), "\n") {
		if rest, found := strings.CutPrefix(line, label); found {
			if fields := strings.Fields(rest); len(fields) > 0 {
				n, _ := strconv.ParseFloat(fields[0], 64)
				return n
			}
		}
	}
	return 0
}

// numbered lists the entries of a folder whose names are numbers.
func numbered(folder string) []int {
	directory, err := os.Open(folder)
	if err != nil {
		return nil
	}
	defer directory.Close()
	names, _ := directory.Readdirnames(-1)
	var numbers []int
	for _, name := range names {
		if n, err := strconv.Atoi(name); err == nil {
			numbers = append(numbers, n)
		}
	}
	return numbers
}
