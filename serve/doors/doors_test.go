package doors

import (
	"crypto/tls"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/access"
)

// TestCheck: what would be open to anybody, or send passwords in the clear, is refused; what is meant is not.
func TestCheck(t *testing.T) {
	roles := access.Roles{"all_of_it": {All: true}}
	for _, c := range []struct {
		config  Config
		problem string // empty: it is good
		secure  bool
	}{
		{Config{}, "no door", false},
		{Config{HTTP: "127.0.0.1:1", Roles: roles}, "nobody could come in", false},
		{Config{HTTP: "127.0.0.1:1", Accounts: "a"}, "no role", false},
		{Config{HTTP: "127.0.0.1:1", Accounts: "a", Roles: roles}, "", false},
		{Config{Flight: "[::1]:1", Accounts: "a", Roles: roles}, "", false},
		{Config{HTTP: "localhost:1", Anonymous: "all_of_it", Roles: roles}, "", false},
		{Config{HTTP: "localhost:1", Anonymous: "other", Roles: roles}, `no role "other"`, false},
		{Config{HTTP: "0.0.0.0:1", Anonymous: "all_of_it", Accounts: "a", Roles: roles}, "lets everybody in", true},
		{Config{HTTP: "127.0.0.1:1", Flight: ":1", Anonymous: "all_of_it", Roles: roles}, "lets everybody in", true},
		{Config{HTTP: "localhost.bank.example:1", Anonymous: "all_of_it", Roles: roles}, "lets everybody in", true},
		{Config{HTTP: "10.0.0.1:1", Accounts: "a", Roles: roles}, "", true},
		{Config{HTTP: "10.0.0.1:1", Accounts: "a", Roles: roles, TLS: "off"}, "serve.tls is off", false},
		{Config{HTTP: "127.0.0.1:1", Flight: "10.0.0.1:1", Accounts: "a", Roles: roles, TLS: "off"}, "serve.tls is off", false},
		{Config{HTTP: "127.0.0.1:1", Accounts: "a", Roles: roles, TLS: "self"}, "", true},
		{Config{HTTP: "127.0.0.1:1", Accounts: "a", Roles: roles, Certificate: "c"}, "go together", true},
		{Config{HTTP: "127.0.0.1", Accounts: "a", Roles: roles}, "no address", false},
	} {
		err := c.config.Check()
		if c.problem == "" && err != nil || c.problem != "" && (err == nil || !strings.Contains(err.Error(), c.problem) || !strings.Contains(err.Error(), "\n  → ")) {
			t.Errorf("%+v: %v, want %q", c.config, err, c.problem)
		}
		if err == nil && c.config.secure() != c.secure {
			t.Errorf("%+v: TLS %v", c.config, !c.secure)
		}
	}
}

// TestSelfMade: a certificate stays until it ends or is asked for other hosts, its key is its owner's alone, and a new one is taken up.
func TestSelfMade(t *testing.T) {
	dir := t.TempDir()
	crt, key := filepath.Join(dir, "a.crt"), filepath.Join(dir, "a.key")
	now := time.Now()
	made := func(at time.Time, hosts ...string) string {
		t.Helper()
		f, err := selfMade(crt, key, hosts, at)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	first := made(now, "localhost", "127.0.0.1")
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key: %v, %v", info.Mode(), err)
	}
	files := certificate{crt: crt, key: key}
	had, err := files.get(nil)
	if err != nil || fingerprintOf(had.Certificate[0]) != first {
		t.Fatal(err)
	}
	if again := made(now.Add(24*time.Hour), "localhost"); again != first {
		t.Error("a day later it is another")
	}
	other := made(now, "localhost", "10.1.2.3")
	if other == first || made(now.Add(goodFor-renew/2), "localhost") == other {
		t.Error("what is not good any more stays")
	}
	files.looked = time.Time{}
	if err := os.Chtimes(crt, now.Add(time.Minute), now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	has, err := files.get(nil)
	if err != nil || fingerprintOf(has.Certificate[0]) == first {
		t.Errorf("the new one is not taken up: %v", err)
	}
	if err := os.WriteFile(crt, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	files.looked = time.Time{}
	if still, err := files.get(nil); err != nil || still != has {
		t.Errorf("a file that cannot be read takes away the one there is: %v", err)
	}
	if _, err := (&certificate{crt: crt, key: key}).get(nil); err == nil || !strings.Contains(err.Error(), "\n  → ") {
		t.Errorf("no certificate: %v", err)
	}
	if c := files.config(); c.MinVersion != tls.VersionTLS12 {
		t.Errorf("old TLS is spoken")
	}
}
