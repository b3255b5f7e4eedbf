package torture_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// kill starts the program and kills it after some time as kill -9 does; false: it was faster.
func (s *stand) kill(after time.Duration, args ...string) bool {
	s.t.Helper()
	cmd := s.start(args...)
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	o := s.wait(cmd)
	if o.code != -1 && !slices.Contains(published, o.code) {
		s.t.Fatalf("uythac %s: %s", args, o)
	}
	return o.code == -1
}

// service is what readers get: the file that CURRENT names, and what is in it.
type service struct {
	file    string
	content map[string]string
}

func (s *stand) service() service {
	s.t.Helper()
	v := service{file: s.current()}
	if v.file != "" {
		v.content = s.content(v.file)
	}
	return v
}

// undisturbed fails when readers do not get what they got before.
func (s *stand) undisturbed(where string, before service) {
	s.t.Helper()
	now := s.service()
	if now.file != before.file {
		s.t.Fatalf("%s: CURRENT went from %s to %s", where, before.file, now.file)
	}
	if !sameTexts(before.content, now.content) {
		s.t.Fatalf("%s: %s has changed", where, now.file)
	}
}

func sameTexts(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return true
}

// survived makes attacks, kills the run that would mend them, some times at random moments, and then lets one
// go to its end. What readers get meanwhile is yesterday's figures or today's, whole.
func (s *stand) survived(usual time.Duration, attacks ...attack) {
	s.t.Helper()
	since, yesterday := s.logged(), s.service()
	where, want := s.attacked(attacks...)
	var early *service
	for range 1 + s.rng.IntN(3) {
		if !s.kill(time.Duration(float64(usual)*1.1*s.rng.Float64()), "refresh") {
			break
		}
		s.attacks["program killed"]++
		if now := s.service(); now.file != yesterday.file {
			early = &now
		} else if !sameTexts(now.content, yesterday.content) {
			s.t.Fatalf("%s: the published file has changed", where)
		}
	}
	o := s.must(published, "refresh")
	s.equal("after kills and " + where)
	s.told(where, want, since)
	now := s.service()
	if o.code == 3 && early == nil && now.file != yesterday.file {
		s.t.Fatalf("%s: refused figures were published", where)
	}
	if early != nil && !sameTexts(early.content, now.content) {
		s.t.Fatalf("%s: a run that was killed published figures that are not the final ones", where)
	}
	if left, err := filepath.Glob(s.path("lake", "spill", "*")); err != nil || len(left) > 0 {
		s.t.Fatalf("%s: spill files are left: %v, %v", where, left, err)
	}
}

// TestFirstLoadKilled: a first run that is killed again and again comes to its end, and reads no table
// again that it had finished.
func TestFirstLoadKilled(t *testing.T) {
	one(t, func(t *testing.T, e *engine) {
		s := newStand(t, e, options{seed: 21})
		usual := s.must(fine, "extract").took
		if err := os.RemoveAll(s.path("lake")); err != nil {
			t.Fatal(err)
		}
		kills := 0
		for range times(3, 12) {
			if !s.kill(time.Duration(float64(usual)*s.rng.Float64()), "extract") {
				break
			}
			kills++
		}
		s.must(fine, "refresh")
		s.equal("in the end")
		if l := s.logged(); len(l.units) > 0 {
			t.Errorf("a first load is no healing: %v", l.units)
		}
		s.fromScratch("after kills of the first load")
		t.Logf("%d kills", kills)
	})
}

// TestNotReadAgain: a run that is killed in the middle leaves the tables that it had finished; the next one
// reads only the others.
func TestNotReadAgain(t *testing.T) {
	one(t, func(t *testing.T, e *engine) {
		s := newStand(t, e, options{holds: []string{"fee_payment"}, seed: 22})
		hold := s.keep("fee_payment")
		cmd := s.start("extract")
		s.untilWaiting()
		if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		s.wait(cmd)
		hold.close()
		o := s.must(fine, "extract")
		for _, table := range []string{"customer", "loan_ledger", "deposit_ledger", "training_session"} {
			if line, _, _ := strings.Cut(o.out, "\n"); strings.Contains(line, table) {
				t.Errorf("%s was read again: %s", table, line)
			}
		}
		if !strings.Contains(o.out, "fee_payment") {
			t.Errorf("fee_payment was not read: %s", o.out)
		}
		s.equal("after the kill")
	})
}

// untilWaiting waits until a query of the program waits for a table that the test holds. It returns the
// number of the connection.
func (s *stand) untilWaiting() string {
	s.t.Helper()
	for range 600 {
		if number := s.one(s.e.waiting); number != "" {
			return number
		}
		time.Sleep(50 * time.Millisecond) // the program needs some tenths of a second to come so far
	}
	s.t.Fatal("the program never asked for the table that is held")
	return ""
}
