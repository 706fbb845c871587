package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// write makes a file of a /proc of our own.
func write(t *testing.T, root, name, text string) {
	t.Helper()
	path := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func ownProc(t *testing.T) proc {
	root := t.TempDir()
	write(t, root, "stat", "cpu  100 20 30 4000 5 6 7 0 0 0\ncpu0 1 1 1 1\n")
	// The name of a process may look like the end of one.
	write(t, root, "10/stat", "10 (a ) b) S 1 10 10 0 -1 0 0 0 0 0 300 50 20 10 20 0 7 0 100 1000 256 0\n")
	write(t, root, "10/io", "rchar: 1\nwrite_bytes: 3000000\n")
	write(t, root, "10/smaps_rollup", "Rss:  9999 kB\nPss:                2048 kB\nPss_Dirty: 1 kB\n")
	write(t, root, "10/task/10/status", "Name:\tx\nvoluntary_ctxt_switches:\t40\nnonvoluntary_ctxt_switches:\t4\n")
	write(t, root, "10/task/12/status", "voluntary_ctxt_switches:\t60\nnonvoluntary_ctxt_switches:\t6\n")
	write(t, root, "11/stat", "11 (child) S 10 10 10 0 -1 0 0 0 0 0 100 0 0 0 20 0 1 0 100 1000 0 0\n")
	write(t, root, "99/stat", "99 (stranger) S 1 99 99 0 -1 0 0 0 0 0 999 999 0 0 20 0 1 0 100 1000 0 0\n")
	return proc{root}
}

func TestMeasureSumsUpAProcessAndItsDescendants(t *testing.T) {
	u := ownProc(t).measure([]int{10}, true)
	if u.Processes != 2 || u.User != 4.2 || u.System != 0.6 {
		t.Errorf("%d processes, user %v s, system %v s; want 2, 4.2 and 0.6", u.Processes, u.User, u.System)
	}
	if u.PSS != 2 || u.Written != 3 {
		t.Errorf("PSS %v MiB, written %v MB; want 2 and 3", u.PSS, u.Written)
	}
}

func TestMemoryThatCannotBeReadIsCounted(t *testing.T) {
	p := ownProc(t)
	if u := p.measure([]int{10, 99}, true); u.Hidden != 0 {
		t.Errorf("%d processes hide their memory, want none", u.Hidden)
	}
	os.Remove(filepath.Join(p.root, "10/smaps_rollup"))
	if u := p.measure([]int{10, 99}, true); u.Hidden != 1 {
		t.Errorf("%d processes hide their memory, want 1", u.Hidden)
	}
}

func TestNamedProcessesHaveToBeThere(t *testing.T) {
	p := ownProc(t)
	if err := p.require([]int{10, 99}); err != nil {
		t.Error(err)
	}
	if p.require([]int{10, 98}) == nil {
		t.Error("process 98 was taken")
	}
}

func TestSwitchesAreThoseOfTheThreadsThatStillRun(t *testing.T) {
	p := ownProc(t)
	before := p.measure([]int{10}, false)
	os.RemoveAll(filepath.Join(p.root, "10/task/12"))
	write(t, p.root, "10/task/10/status", "voluntary_ctxt_switches:\t45\nnonvoluntary_ctxt_switches:\t5\n")
	write(t, p.root, "10/task/13/status", "voluntary_ctxt_switches:\t7\nnonvoluntary_ctxt_switches:\t1\n")

	w := p.measure([]int{10}, false).since(before)

	if w.Voluntary != 12 || w.Involuntary != 2 {
		t.Errorf("%d voluntary and %d involuntary switches, want 12 and 2", w.Voluntary, w.Involuntary)
	}
}

func TestBusyLeavesOutIdleAndWaiting(t *testing.T) {
	if got := ownProc(t).busy(); got != 1.63 {
		t.Errorf("busy %v s, want 1.63", got)
	}
}

func TestReadsThisProcess(t *testing.T) {
	u := proc{"/proc"}.measure([]int{os.Getpid()}, true)
	if u.Processes < 1 || u.RSS == 0 || len(u.switches) == 0 {
		t.Skipf("no /proc here: %+v", u)
	}
	if family := (proc{"/proc"}).family([]int{os.Getpid()}); !slices.Contains(family, os.Getpid()) {
		t.Errorf("the family %v does not have the process itself", family)
	}
}
