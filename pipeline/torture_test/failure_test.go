package torture_test

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/uythac/uythac/schemas"
)

// fails lets the program run into a failure: it ends with code 1, saying on a line of its own what to do,
// and readers notice nothing.
func (s *stand) fails(where string, run func() outcome, words ...string) {
	s.t.Helper()
	before := s.service()
	o := run()
	if o.code != 1 || !strings.Contains(o.errors, "\n  → ") {
		s.t.Fatalf("%s: want exit code 1 and what to do\n%s", where, o)
	}
	for _, w := range words {
		if !strings.Contains(o.errors, w) {
			s.t.Fatalf("%s: the error does not say %q\n%s", where, w, o)
		}
	}
	s.undisturbed(where, before)
	s.attacks[where]++
}

// keep keeps a table from being read, so that the program stops in the middle, until the session is closed.
func (s *stand) keep(table string) session {
	s.t.Helper()
	hold := s.held()
	if err := hold.exec(fmt.Sprintf(s.e.hold, s.holds[table])); err != nil {
		s.t.Fatal(err)
	}
	return hold
}

// TestTwoPrograms: a second program is refused and told who has the lake, where and for how long.
func TestTwoPrograms(t *testing.T) {
	one(t, func(t *testing.T, e *engine) {
		s := newStand(t, e, options{holds: []string{"deposit_ledger"}, seed: 41})
		hold := s.keep("deposit_ledger")
		first := s.start("refresh")
		s.untilWaiting()
		host, err := os.Hostname()
		if err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"refresh", "extract", "reconcile"} {
			s.fails("second program", func() outcome { return s.run(command) }, fmt.Sprint("process ", first.Process.Pid), host, " for ", "s\n  → ")
		}
		hold.close()
		if o := s.wait(first); o.code != 0 {
			t.Fatalf("the first program: %s", o)
		}
		s.equal("after two programs")
		s.must(fine, "refresh")
	})
}

// TestHeldCommit: what was booked before an extraction and committed after it, with smaller ids and into old
// days, is there after the next one.
func TestHeldCommit(t *testing.T) {
	one(t, func(t *testing.T, e *engine) {
		s := newStand(t, e, options{seed: 42})
		s.must(fine, "extract")
		s.equal("in the beginning")
		before, since := s.known, s.logged()
		late := s.held()
		for i, day := range []string{"2019-10-15", "2020-03-31", "2012-12-12"} {
			if err := late.exec(s.entry(int64(i-100), day)); err != nil {
				t.Fatal(err)
			}
		}
		s.book(ledgers[0], s.day(), s.next()) // committed at once, with a greater id
		s.must(published, "extract")
		s.equal("before the commit")
		if err := late.exec("COMMIT"); err != nil {
			t.Fatal(err)
		}
		s.must(published, "extract")
		s.equal("after the commit")
		want, _ := expected(before, s.known, s.through())
		s.told("late commits", want, since)
	})
}

// entry is the statement that books another entry like the last one. It reads nothing: what a transaction has
// read is locked in some databases.
func (s *stand) entry(id int64, day string) string {
	s.t.Helper()
	var names, values []string
	for _, c := range schemas.LoanLedger.Offered() {
		names = append(names, c.Name)
	}
	for i, cell := range s.query("SELECT " + strings.Join(names, ", ") + " FROM loan_ledger ORDER BY entry_id DESC LIMIT 1")[0] {
		switch {
		case names[i] == "entry_id":
			cell = strconv.FormatInt(id, 10)
		case names[i] == "posted_on":
			cell = s.e.literal(day)
		case cell == `\N`:
			cell = "NULL"
		default:
			cell = s.e.literal(cell)
		}
		values = append(values, cell)
	}
	return fmt.Sprintf("INSERT INTO loan_ledger (%s) VALUES (%s)", strings.Join(names, ", "), strings.Join(values, ", "))
}

// TestConnectionEnded: an administrator ends the connection in the middle of a table.
func TestConnectionEnded(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := newStand(t, e, options{holds: []string{"customer", "loan_ledger", "gl_balance"}, seed: 43})
		s.must(fine, "refresh")
		for _, table := range []string{"customer", "loan_ledger", "gl_balance"} {
			s.exec("UPDATE group_membership SET valid_to = NULL WHERE %s", s.key(&schemas.GroupMembership))
			hold := s.keep(table)
			s.fails("connection ended", func() outcome {
				cmd := s.start("refresh")
				s.db.Exec(t, strings.Replace(e.terminate, "%s", s.untilWaiting(), 1))
				return s.wait(cmd)
			})
			hold.close()
		}
		s.must(published, "extract")
		s.equal("after connections were ended")
	})
}

// TestServerKilled: the server is killed in mid-read, and at random moments, and started again.
func TestServerKilled(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		server := e.fresh(t)
		s := newStand(t, e, options{server: server, holds: []string{"deposit_ledger"}, seed: 44})
		usual := s.must(fine, "refresh").took
		s.equal("in the beginning")
		s.book(ledgers[0], s.day(), s.next())
		hold := s.keep("deposit_ledger")
		s.fails("server killed in mid-read", func() outcome {
			cmd := s.start("refresh")
			s.untilWaiting()
			server.Kill()
			return s.wait(cmd)
		})
		hold.close()
		s.fails("server is away", func() outcome { return s.run("refresh") })
		server.Restart(t)
		s.must(published, "extract")
		s.equal("after the server was started again")
		for range times(1, 5) {
			s.exec("DELETE FROM loan_ledger WHERE %s", s.key(&schemas.LoanLedger))
			before := s.service()
			cmd := s.start("refresh")
			time.Sleep(time.Duration(float64(usual) * s.rng.Float64() / 2)) // any moment will do
			server.Kill()
			if o := s.wait(cmd); o.code == 1 {
				s.undisturbed("server killed", before)
			} else if !slices.Contains(published, o.code) {
				t.Fatalf("server killed: %s", o)
			}
			s.attacks["server killed"]++
			server.Restart(t)
		}
		s.must(published, "extract")
		s.equal("after the server was killed")
	})
}

// TestDiskFull: where the lake, or the warehouse, has no room, nothing is lost but time.
func TestDiskFull(t *testing.T) {
	e := postgres
	s := newStand(t, e, options{seed: 45})
	s.must(fine, "refresh")
	s.equal("in the beginning")
	for _, folder := range []string{"lake", "warehouse"} {
		for range times(1, 4) {
			s.exec("UPDATE loan_ledger SET amount = amount + 1 WHERE entry_id %% 2 = 0")
			s.exec("UPDATE customer SET household_kind = 'other' WHERE %s", s.key(&schemas.Customer))
			s.fails("disk full: "+folder, s.fullDisk(folder))
		}
		s.must(published, "refresh")
		s.equal("after the disk had room again")
	}
	s.fromScratch("after full disks")
}

// fullDisk runs a refresh with little room left in a folder: on a small file system where one can be mounted,
// else with a limit for the size of files.
func (s *stand) fullDisk(folder string) func() outcome {
	path := s.path(folder)
	room := 1<<10 + s.rng.IntN(30<<10)
	if folder == "warehouse" {
		room *= 50
	}
	aside := path + "-aside"
	mounted := os.Rename(path, aside) == nil && os.Mkdir(path, 0o755) == nil && exec.Command("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", path).Run() == nil
	if !mounted {
		s.t.Log("no file system can be mounted: a limit for the size of files takes its place")
		if err := os.Remove(path); err != nil {
			s.t.Fatal(err)
		}
		if err := os.Rename(aside, path); err != nil {
			s.t.Fatal(err)
		}
		return func() outcome {
			cmd := s.command("refresh")
			limited := exec.Command("sh", append([]string{"-c", fmt.Sprintf(`ulimit -f %d; exec "$0" "$@"`, room/512)}, cmd.Args...)...)
			limited.Env, limited.Stdout, limited.Stderr = cmd.Env, cmd.Stdout, cmd.Stderr
			if err := limited.Start(); err != nil {
				s.t.Fatal(err)
			}
			return s.wait(limited)
		}
	}
	s.shell("cp -a %[1]s/. %[2]s", aside, path)
	return func() outcome {
		filler := s.path(folder, "filler")
		s.shell("dd if=/dev/zero of=%[1]s bs=64k 2>/dev/null; truncate -s -%[2]d %[1]s", filler, room)
		o := s.run("refresh")
		s.shell("rm -f %[1]s; rm -rf %[2]s; cp -a %[3]s %[2]s; umount %[3]s; rmdir %[3]s; mv %[2]s %[3]s", filler, aside, path)
		return o
	}
}

func (s *stand) shell(format string, args ...any) {
	s.t.Helper()
	if out, err := exec.Command("sh", "-c", fmt.Sprintf(format, args...)).CombinedOutput(); err != nil && !strings.HasPrefix(format, "dd") {
		s.t.Fatalf("%v\n%s", err, out)
	}
}

// TestDamagedFile: a file of the lake that cannot be read is named, with what to do; put right or made
// again, all is as before.
func TestDamagedFile(t *testing.T) {
	one(t, func(t *testing.T, e *engine) {
		s := newStand(t, e, options{seed: 46})
		s.must(fine, "refresh")
		s.equal("in the beginning")
		want := s.service()
		var all []string
		for _, files := range s.files(schemas.Mirror) {
			all = append(all, files...)
		}
		slices.Sort(all)
		s.asServer()
		for _, damage := range []struct {
			name string
			do   func(path string, text []byte) error
		}{
			{"file cut short", func(path string, text []byte) error { return os.Truncate(path, int64(len(text)/2)) }},
			{"file of garbage", func(path string, text []byte) error {
				for i := range text {
					text[i] = byte(s.rng.Uint32())
				}
				return os.WriteFile(path, text, 0o644)
			}},
			{"file with a hole", func(path string, text []byte) error {
				for i := range text[4 : len(text)/2] {
					text[4+i] = byte(s.rng.Uint32())
				}
				return os.WriteFile(path, text, 0o644)
			}},
			{"file empty", func(path string, _ []byte) error { return os.Truncate(path, 0) }},
			{"file removed", func(path string, _ []byte) error { return os.Remove(path) }},
			{"file not to be read", func(path string, _ []byte) error { return os.Chmod(path, 0) }},
		} {
			path := pick(s.rng, all)
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := damage.do(path, slices.Clone(text)); err != nil {
				t.Fatal(err)
			}
			s.fails(damage.name, func() outcome { return s.run("refresh") }, filepath.Base(path))
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		s.must(fine, "refresh")
		s.undisturbed("put right", want)
		if err := os.RemoveAll(s.path("lake")); err != nil { // what the error says
			t.Fatal(err)
		}
		s.must(fine, "refresh")
		s.equal("a new lake")
		if !sameTexts(want.content, s.service().content) {
			t.Error("a new lake gives other figures")
		}
	})
}

// asServer lets another user than root run the program, who may not read everything.
func (s *stand) asServer() {
	s.t.Helper()
	if os.Getuid() != 0 {
		return
	}
	u, err := user.Lookup(s.e.user)
	if err != nil {
		s.t.Fatal(err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		s.t.Fatal(err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		s.t.Fatal(err)
	}
	s.shell("chown -R %d:%d %s", uid, gid, s.dir)
	s.as = func(c *exec.Cmd) {
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	}
}
