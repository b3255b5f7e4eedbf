package serve

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/pipeline/warehouse"
)

// Version is what answers a guest: a published version, and the file of it that the guest's role reads.
type Version struct {
	Run       string    // as the file is named
	Published string    // path of the published file
	At        time.Time // when it was published; zero: not known
	File      string    // the published file itself for a role that sees all, else one of the role's own
	Whole     bool      // the former
	Below     int64     // cells of fewer households have no figures in it; 0: all have
}

// fresh is how old what is known of CURRENT may be: a version is seen within that time in every door.
const fresh = 250 * time.Millisecond

// Version is the one that answers a guest now. A role whose file of the current version is not there yet reads that of the
// version before, if this program has used it; else it waits ([ErrPreparing]).
func (d *Desk) Version(g Guest) (Version, error) {
	p, ok := d.Roles[g.Role]
	if !ok {
		return Version{}, ErrNoRole
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.look(); err != nil {
		return Version{}, err
	}
	v := d.of(d.current, g.Role, p)
	if _, err := os.Stat(v.File); err == nil {
		d.last[g.Role] = v
		return v, nil
	}
	if v, ok = d.last[g.Role]; ok {
		if _, err := os.Stat(v.File); err == nil {
			return v, nil
		}
	}
	return Version{}, ErrPreparing
}

// Held is the version of a run, for a guest who began to read it: its file must still be there.
func (d *Desk) Held(g Guest, run string) (Version, bool) {
	p, ok := d.Roles[g.Role]
	if !ok || run == "" || strings.ContainsAny(run, `/\`) {
		return Version{}, false
	}
	v := d.of(Version{Run: run, Published: filepath.Join(d.Dir, "warehouse-"+run+".duckdb")}, g.Role, p)
	_, err := os.Stat(v.File)
	return v, err == nil
}

// of is a published version as a role reads it.
func (d *Desk) of(published Version, role string, p access.Policy) Version {
	published.File, published.Whole, published.Below = d.RoleFile(published.Published, role, p), p.Whole(), p.SuppressBelow
	return published
}

// look reads CURRENT, unless that was just done.
func (d *Desk) look() error {
	now := time.Now() // not d.now: a test that stops the clock sees new versions, too
	if now.Sub(d.looked) < fresh {
		return nil
	}
	path, err := warehouse.Current(d.Dir)
	if err != nil {
		return err
	}
	if d.looked = now; path == d.current.Published {
		return nil
	}
	d.current = Version{Run: runOf(path), Published: path}
	kept, err := warehouse.Publications(d.Dir)
	for _, k := range kept {
		if filepath.Base(k.File) == filepath.Base(path) {
			d.current.At = k.At
		}
	}
	if d.last == nil {
		d.last = map[string]Version{}
	}
	return err
}

// runOf is the run that a published file is named after.
func runOf(path string) string {
	return strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), "warehouse-"), ".duckdb")
}

// Watch makes the files of roles that a published version lacks, and lets go of versions that are gone, until ctx ends.
func (d *Desk) Watch(ctx context.Context) error {
	seen := ""
	for tick := time.NewTicker(2 * fresh); ; {
		d.mu.Lock()
		err := d.look()
		published := d.current.Published
		d.mu.Unlock()
		if err == nil && published != seen && d.prepare(ctx, published) {
			seen = published
			d.forget()
			if d.Serves != nil {
				d.Serves(runOf(published))
			}
		}
		if err := d.Audit.Sync(); err != nil {
			d.Log.Error("audit log", "error", err)
		}
		select {
		case <-ctx.Done():
			tick.Stop()
			return nil
		case <-tick.C:
		}
	}
}

// again is when what failed is tried again: it fails for long, as a full disk does.
const again = 30 * time.Second

// prepare makes what roles lack of a published file; false: it is to be tried again.
func (d *Desk) prepare(ctx context.Context, published string) bool {
	if time.Since(d.failed) < again {
		return false
	}
	err := d.MakeFiles(ctx, published)
	if err == nil || ctx.Err() != nil {
		return err == nil
	}
	d.failed = time.Now()
	d.Log.Error("roles without a file of their own are not answered", "error", err)
	return false
}

// forget lets go of what is known of files that nobody is answered from any more.
func (d *Desk) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	keep := map[string]bool{}
	for _, role := range d.Roles.Names() {
		keep[d.of(d.current, role, d.Roles[role]).File] = true
	}
	for file := range d.facts {
		if !keep[file] {
			delete(d.facts, file)
		}
	}
	d.Pool.Retire(func(file string) bool { return keep[file] })
}
