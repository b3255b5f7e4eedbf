package nightly_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/uythac/uythac/alert"
	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/nightly"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/history"
)

// TestMain lets the test binary be the service of a night that is killed.
func TestMain(m *testing.M) {
	if text := os.Getenv("TEST_NIGHT"); text != "" {
		var s service
		if err := json.Unmarshal([]byte(text), &s); err != nil {
			panic(err)
		}
		if err := s.night(context.Background(), func(n int) {
			if n == s.KillAt {
				_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
				select {} // until the signal comes
			}
		}); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// service is `uythac nightly` as it is started at a moment: it stays until a night has come to its end.
type service struct {
	Dir    string
	Start  time.Time // on the clock of the branch
	Due    time.Time // the clock goes to this moment once the service waits
	KillAt int       // the step of progress at which the process is killed
	Room   int64     // bytes that must stay free
}

func (s service) config() pipeline.Config {
	return pipeline.Config{Source: pipeline.Source{Kind: "files", Path: filepath.Join(s.Dir, "core")}, Lake: pipeline.Place{Path: filepath.Join(s.Dir, "lake")},
		Warehouse: pipeline.Warehouse{Path: filepath.Join(s.Dir, "warehouse")}, Disk: pipeline.Disk{Reserve: cmp.Or(s.Room, 1)}}
}

// night starts the service, lets the clock go to the moment that is due, and ends it when a run came to its end.
// Progress is told how often there was any.
func (s service) night(ctx context.Context, progress func(n int)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	plan, err := nightly.ParsePlan("30 1 * * *", "06:00", hcmc)
	if err != nil {
		return err
	}
	began, reports := time.Now(), 0
	var mu sync.Mutex
	var started atomic.Bool
	n := &nightly.Nightly{Config: s.config(), Plan: plan, Every: 5 * time.Millisecond, Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time {
			if started.CompareAndSwap(false, true) { // the service looks when it begins
				return s.Start
			}
			return s.Due.Add(time.Since(began))
		}}
	n.Alerts = &alert.Book{Dir: s.config().Warehouse.Path, Now: n.Now}
	n.Options = pipeline.Options{Now: n.Now, Version: "test", Retry: pipeline.Retry{Times: 2, First: time.Millisecond}, Progress: func(string, string, int64, int64) {
		mu.Lock()
		defer mu.Unlock()
		reports++
		progress(reports)
	}}
	var written history.Reader // it reads what was added since
	before, err := written.Runs(s.config().Warehouse.Path)
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- n.Run(ctx) }()
	for {
		select {
		case err := <-ended:
			return err
		case <-time.After(10 * time.Millisecond): // a night takes seconds
		}
		if time.Since(began) > 20*time.Minute {
			return errors.New("no run came to its end")
		}
		runs, err := written.Runs(s.config().Warehouse.Path)
		if err != nil {
			return err
		}
		if len(runs) > len(before) && over(runs[len(runs)-1]) {
			cancel()
			return <-ended
		}
	}
}

// over tells whether a run is, well or badly.
func over(r history.Run) bool { return r.Outcome != history.Running && r.Outcome != history.Killed }

// events are what happens to a night, and how often in a hundred.
var events = []struct {
	name string
	odds int
}{{"nothing", 52}, {"killed", 14}, {"told to end", 6}, {"machine off", 8}, {"late operations", 6}, {"late ledger", 4}, {"torn file", 4}, {"disk full", 3}, {"another run", 3}}

// TestYear lives through nights of a branch whose source grows day by day, with failures, kills and late data at random
// steps. At every moment readers get one whole published version; every night's data arrives, once. It takes a few
// nights; NIGHTS=366 the whole year, and NIGHTS_SEED repeats one.
func TestYear(t *testing.T) {
	few := []string{"nothing", "killed", "machine off", "late ledger", "torn file", "told to end"}
	nights, seed := len(few), uint64(1)
	whole := number(t, "NIGHTS", &nights)
	if given := int(seed); number(t, "NIGHTS_SEED", &given) {
		seed = uint64(given)
	}
	y := newYear(t, seed)
	first := calendar.Date(2020, 1, 1)
	if !whole { // a month's end among them
		first = calendar.Date(2020, 1, 28)
	}
	watching := y.watch()
	for i := range nights {
		event := ""
		if !whole {
			event = few[i]
		}
		y.live(first+calendar.Day(i), event)
		if y.day.IsMonthEnd() && whole {
			t.Logf("%s: %v, outcomes %v", y.day, y.happened, y.outcomes())
		}
	}
	y.core.late = nil // whatever was late is there in the end
	y.live(first+calendar.Day(nights), "nothing")
	watching()
	y.arrived()
	y.fromScratch()
	y.kept()
	t.Logf("seed %d: %v; %d looks at what is published; outcomes %v", seed, y.happened, y.looks, y.outcomes())
}

func number(t *testing.T, name string, n *int) bool {
	text := os.Getenv(name)
	if text == "" {
		return false
	}
	var err error
	if *n, err = strconv.Atoi(text); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return true
}
