// Bench posts events to Sealpost and its peers through their own APIs, receives the deliveries, and prints one table. See README.md.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
)

const defaultRows = "closed1,bound1,flood1,flood1x64,bound10,open1-200,open1-1000,cold1-1000"

// settings are the flags.
type settings struct {
	rows                 string
	endpoints            int
	warm, time           time.Duration
	drain, stall         time.Duration
	timeout              time.Duration
	size                 int
	sealpost, java       string
	javaOptions, data    string
	receiver, receiverAt string
	out                  string
	peers, pids          pairs
}

// pairs is a flag that can be given several times, each time name=value.
type pairs []pair

type pair struct{ name, value string }

func (p *pairs) String() string { return fmt.Sprint(*p) }

func (p *pairs) Set(text string) error {
	name, value, found := strings.Cut(text, "=")
	if !found || name == "" || value == "" {
		return fmt.Errorf("%q is not name=value", text)
	}
	if _, err := productNamed(name); err != nil {
		return err
	}
	*p = append(*p, pair{name, value})
	return nil
}

func parseFlags() settings {
	var s settings
	flag.StringVar(&s.rows, "rows", defaultRows, "rows to run, separated by commas")
	flag.IntVar(&s.endpoints, "endpoints", 0, "endpoints, spread over applications, of the rows that do not say; 0: one application")
	flag.DurationVar(&s.warm, "warm", 90*time.Second, "warm-up that is not measured (cold: none, flood: 10s at most)")
	flag.DurationVar(&s.time, "time", 30*time.Second, "measured time of a row")
	flag.DurationVar(&s.drain, "drain", 5*time.Minute, "longest wait for what was accepted and has not come")
	flag.DurationVar(&s.stall, "stall", time.Minute, "give up waiting when nothing came for this long")
	flag.DurationVar(&s.timeout, "timeout", 30*time.Second, "of one post")
	flag.IntVar(&s.size, "size", 1024, "bytes of a payload")
	flag.StringVar(&s.sealpost, "sealpost", "", "the launcher or jar to start; empty: that of this build; none: no local Sealpost")
	flag.StringVar(&s.java, "java", defaultJava(), "runs the jar")
	flag.StringVar(&s.javaOptions, "java-opts", "-Xmx2g", "options of the JVM that runs the jar")
	flag.StringVar(&s.data, "data", "", "data directory of the local Sealpost for all rows; empty: a new one for each")
	flag.StringVar(&s.receiver, "receiver", "127.0.0.1:0", "address that the receiver listens on")
	flag.StringVar(&s.receiverAt, "receiver-url", "", "how products reach the receiver; empty: at its address")
	flag.StringVar(&s.out, "out", "", "append each result to this file as a line of JSON")
	flag.Var(&s.peers, "peer", "product=URL of a product that is running; its token is in the variable BENCH_<PRODUCT>_TOKEN")
	flag.Var(&s.pids, "pids", "product=id,id… of the processes to account to it, or files that contain one; descendants are included")
	flag.Parse()
	if flag.NArg() > 0 {
		fail("unknown argument %q", flag.Arg(0))
	}
	return s
}

func defaultJava() string {
	if home := os.Getenv("JAVA_HOME"); home != "" {
		return filepath.Join(home, "bin", "java")
	}
	return "java"
}

func main() {
	s := parseFlags()
	debug.SetGCPercent(400) // the driver shares its processors with what it measures
	var rows []row
	for _, name := range strings.Split(s.rows, ",") {
		r, err := parseRow(strings.TrimSpace(name), s.endpoints, s.warm, s.time, s.timeout)
		if err != nil {
			fail("%v", err)
		}
		rows = append(rows, r)
	}
	receiver, err := listen(s.receiver, s.receiverAt)
	if err != nil {
		fail("the receiver cannot listen: %v", err)
	}
	b := &bench{receiver, proc{"/proc"}, s.size, s.drain, s.stall, 2 * time.Second, make(chan struct{})}
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt, syscall.SIGTERM)
	go func() { <-interrupts; close(b.stop) }()
	os.Exit(s.run(b, rows))
}

// run measures every row for every product, prints the table, and returns the exit code.
func (s settings) run(b *bench, rows []row) int {
	local, err := s.installation()
	if err != nil {
		fail("%v", err)
	}
	peers, err := s.runningPeers()
	if err != nil {
		fail("%v", err)
	}
	if local == nil && len(peers) == 0 {
		fail("nothing to measure: there is no local Sealpost and no -peer")
	}
	var results []result
	var used []product
	code := 0
	book := func(r result, p product, err error) {
		if err == nil {
			results = append(results, r)
			err = s.write(r)
		}
		if err == nil && r.fault() != "" {
			err = fmt.Errorf("%s", r.fault())
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", p.name(), err)
			code = 1
		}
	}
	if local != nil {
		used = append(used, sealpost{})
	}
	for _, p := range peers {
		used = append(used, p.product)
	}
	for _, r := range rows {
		if local != nil && !closed(b.stop) {
			measured, err := s.measureLocal(b, r, *local)
			book(measured, sealpost{}, err)
		}
		for _, p := range peers {
			if !closed(b.stop) {
				measured, err := b.measure(r, p)
				book(measured, p.product, err)
			}
		}
	}
	fmt.Printf("%d processors, %s/%s, payload of %d bytes, warm-up %s (cold: none, flood: %s at most), measured %s\n\n",
		runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, s.size, s.warm, floodWarm, s.time)
	printTable(os.Stdout, results, used)
	return code
}

func (s settings) write(r result) error {
	if s.out == "" {
		return nil
	}
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(s.out, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = file.Write(append(line, '\n'))
	return err
}

func fail(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, "bench: "+format+"\n", arguments...)
	os.Exit(2)
}
