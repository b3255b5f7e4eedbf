// Package deploy_test holds the units that are shipped against systemd's own verifier.
package deploy_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uythac/uythac/pipeline/source/dbtest"
)

// TestUnits: systemd finds nothing to say about the units, and calls the services well protected.
func TestUnits(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		dbtest.Missing(t, "systemd-analyze is not installed", "apt-get install -y systemd")
	}
	dir := t.TempDir()
	var units []string
	for _, name := range []string{"uythac-nightly.service", "uythac-refresh.service", "uythac-serve.service", "uythac-refresh.timer"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		units = append(units, filepath.Join(dir, name))
		// The program need not be installed where this is tested.
		if err := os.WriteFile(units[len(units)-1], []byte(strings.ReplaceAll(string(text), "/usr/local/bin/uythac", "/bin/true")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command("systemd-analyze", append([]string{"verify", "--man=no"}, units...)...).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
	for _, unit := range units[:3] {
		// 2.0 is "OK"; a service without protection has 9.6.
		if out, err := exec.Command("systemd-analyze", "security", "--offline=true", "--threshold=20", unit).CombinedOutput(); err != nil {
			t.Errorf("systemd-analyze security %s: %v\n%s", filepath.Base(unit), err, out)
		}
	}
}
