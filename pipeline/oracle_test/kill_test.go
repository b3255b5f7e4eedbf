package oracle_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestKilledAnywhere: a refresh killed at any moment, as often as it may be, and then run again gives
// what an undisturbed run gives; what is published meanwhile is always whole.
func TestKilledAnywhere(t *testing.T) {
	bin := binary(t)
	w, p := worldIn(t, 130, layout{parts: 2})
	config := p.config(t)
	refresh := func(kill time.Duration) (killed bool) {
		cmd := exec.Command(bin, "refresh", "--config", config, "--through", w.through.String())
		out := &tail{}
		cmd.Stdout, cmd.Stderr = out, out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var timer *time.Timer
		if kill > 0 {
			timer = time.AfterFunc(kill, func() { _ = cmd.Process.Kill() })
			defer timer.Stop()
		}
		err := cmd.Wait()
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() == -1 {
			return true
		}
		if err != nil {
			t.Fatalf("after kills, refresh failed: %v\n%s", err, out.text)
		}
		return false
	}
	clean := newProduct(t.TempDir(), "files", p.cfg.Source.Path)
	start := time.Now()
	clean.refresh(t, w.through)
	usual := time.Since(start)
	want := clean.content(t)
	rng := rand.New(rand.NewPCG(107, 0))
	kills := 0
	for range 3 { // late moments too: each attempt starts where the one before was cut off
		if !refresh(time.Duration(float64(usual) * (0.05 + rng.Float64()))) {
			break
		}
		kills++
		if current, err := os.ReadFile(filepath.Join(p.cfg.Warehouse.Path, "CURRENT")); err == nil {
			if _, err := os.Stat(filepath.Join(p.cfg.Warehouse.Path, string(trimLine(current)))); err != nil {
				t.Fatalf("CURRENT names a file that is not there: %v", err)
			}
		}
	}
	refresh(0)
	got := published(t, p)
	same(t, fmt.Sprintf("after %d kills", kills), want, got.content(t))
	// Killed over new rows, a run leaves yesterday's figures or today's, and the next one brings today's.
	w.tables["training_session"] = append(w.tables["training_session"], []string{"9000", w.through.String(), "group_board", "7"})
	w.write(t, p.cfg.Source.Path, layout{parts: 2})
	scratch := newProduct(t.TempDir(), "files", p.cfg.Source.Path)
	scratch.refresh(t, w.through)
	today := scratch.content(t)
	for range 2 {
		refresh(time.Duration(float64(usual) * rng.Float64() / 2))
		if now := published(t, p).content(t); !maps.Equal(now, today) {
			same(t, "yesterday's figures", want, now)
		}
	}
	refresh(0)
	same(t, "today's figures", today, published(t, p).content(t))
}

// published is the product with the file that CURRENT names.
func published(t testing.TB, p *product) *product {
	t.Helper()
	current, err := os.ReadFile(filepath.Join(p.cfg.Warehouse.Path, "CURRENT"))
	if err != nil {
		t.Fatal(err)
	}
	return &product{cfg: p.cfg, file: filepath.Join(p.cfg.Warehouse.Path, string(trimLine(current)))}
}

func trimLine(b []byte) []byte {
	for len(b) > 0 && (b[len(b)-1] == '\n' || b[len(b)-1] == '\r') {
		b = b[:len(b)-1]
	}
	return b
}

// tail keeps the end of what a child prints.
type tail struct{ text []byte }

func (w *tail) Write(b []byte) (int, error) {
	w.text = append(w.text, b...)
	if over := len(w.text) - 4000; over > 0 {
		w.text = w.text[over:]
	}
	return len(b), nil
}
