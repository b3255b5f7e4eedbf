package presence_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/presence"
)

// TestMain is also a program with doors that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("PRESENCE_TEST_DIR"); dir != "" {
		if _, err := presence.Put(dir, presence.Doors{HTTP: "127.0.0.1:1"}); err != nil {
			panic(err)
		}
		_, _ = os.Stdout.WriteString("up\n")
		select {}
	}
	os.Exit(m.Run())
}

// TestSigns: a sign says what it was put up with and which version is served, for as long as its program runs; of one that was killed
// it is said so, until the next one comes; what is taken down is gone.
func TestSigns(t *testing.T) {
	dir := t.TempDir()
	if all, err := presence.Look(filepath.Join(dir, "nowhere")); all != nil || err != nil {
		t.Errorf("no folder: %v, %v", all, err)
	}
	killed := exec.CommandContext(t.Context(), os.Args[0])
	killed.Env = append(os.Environ(), "PRESENCE_TEST_DIR="+dir)
	out, err := killed.StdoutPipe()
	must(t, err)
	must(t, killed.Start())
	_, err = out.Read(make([]byte, 3))
	must(t, err)
	look := func(running ...bool) []presence.Doors {
		t.Helper()
		all, err := presence.Look(dir)
		must(t, err)
		if len(all) != len(running) {
			t.Fatalf("%+v", all)
		}
		for i, d := range all {
			if d.Running != running[i] || d.Process == 0 || d.Host == "" {
				t.Errorf("%+v, want running %v", d, running[i])
			}
		}
		return all
	}
	look(true)
	must(t, killed.Process.Kill())
	_ = killed.Wait() // it was killed
	if d := look(false)[0]; d.HTTP != "127.0.0.1:1" || d.Process != killed.Process.Pid {
		t.Errorf("%+v", d)
	}
	noon := time.Date(2021, 1, 4, 12, 0, 0, 0, time.UTC)
	s, err := presence.Put(dir, presence.Doors{Flight: "127.0.0.1:2", TLS: true, Since: noon, Version: "v"})
	must(t, err)
	look(true)
	for _, run := range []string{"20210104T120000Z-" + strings.Repeat("a", 40), "20210105T120000Z-aaaaaa"} { // the second is shorter
		must(t, s.Serves(run, noon.Add(time.Hour)))
		want := presence.Doors{Flight: "127.0.0.1:2", TLS: true, Since: noon, Version: "v", Run: run, Seen: noon.Add(time.Hour), Running: true, Process: os.Getpid(), Host: look(true)[0].Host}
		if d := look(true)[0]; d != want {
			t.Errorf("%+v, want %+v", d, want)
		}
	}
	must(t, os.WriteFile(filepath.Join(dir, "serving-x-1.json"), []byte(`{"http": "127`), 0o600))
	if all, err := presence.Look(dir); err != nil || len(all) != 2 || all[0].Running || all[0].HTTP != "" {
		t.Errorf("one that is cut short: %+v, %v", all, err)
	}
	must(t, os.Remove(filepath.Join(dir, "serving-x-1.json")))
	second, err := presence.Put(dir, presence.Doors{HTTP: "127.0.0.1:3"}) // of the same program
	must(t, err)
	look(true, true)
	must(t, s.Remove())
	look(true)
	must(t, second.Remove())
	look()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
