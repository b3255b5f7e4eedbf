package pipeline

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/mart"
	"github.com/uythac/uythac/pipeline/history"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// Files of roles lie beside the published file that they are made from, and are called after its run, the role, and what
// the role may see: a policy that changes asks for a file of another name. They are never written again.

// roleVersion is raised by hand when a role's file is made otherwise: old ones are not taken for new ones.
const roleVersion = 2

// usualRoleDays is what Warehouse.RoleDays is where nothing else is said. Other files are made with the next version: their names do not tell.
const usualRoleDays = 13

const (
	rolePrefix = "role-"
	makePrefix = "making-" // of a file of a role that is being made
	abandoned  = 6 * time.Hour
)

// RoleFile is the file that a role reads: the published one when its policy is all and suppresses nothing, else one of its own,
// which may not be there yet.
func RoleFile(published, role string, p access.Policy) string {
	if p.Whole() {
		return published
	}
	h := sha256.New()
	fmt.Fprintf(h, "%d\n%s\n%s\n", roleVersion, role, p)
	for _, t := range RoleTables() {
		fmt.Fprintf(h, "%s %s\n", t, t.Fingerprint())
		if !p.Plain() {
			fmt.Fprintln(h, warehouse.SuppressVersion, t.Cell())
		}
	}
	return filepath.Join(filepath.Dir(published), rolePrefix+runOf(published)+"."+role+"."+hex.EncodeToString(h.Sum(nil)[:6])+".duckdb")
}

// runOf is the run that a published file is named after.
func runOf(path string) string {
	return strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), "warehouse-"), ".duckdb")
}

// MakeRoleFiles makes the files of roles that a published file lacks, all at once, and tells how many. Who makes the same at the
// same time makes the same files.
func MakeRoleFiles(ctx context.Context, published string, roles access.Roles, w Warehouse) (made int, err error) {
	var files []warehouse.Narrowing
	var names []string
	for _, role := range roles.Names() {
		file := RoleFile(published, role, roles[role])
		if _, err := os.Stat(file); err == nil {
			continue
		} else if !errors.Is(err, fs.ErrNotExist) {
			return 0, err
		}
		var random [6]byte
		_, _ = rand.Read(random[:]) // never fails, by its documentation
		names = append(names, file)
		files = append(files, warehouse.Narrowing{Path: filepath.Join(filepath.Dir(published), makePrefix+hex.EncodeToString(random[:])+".duckdb"), Policy: roles[role]})
	}
	if err := warehouse.Narrow(ctx, published, files, RoleTables(), cmp.Or(w.RoleDays, usualRoleDays), warehouse.Options{MemoryLimit: w.MemoryLimit, Threads: w.Threads}); err != nil {
		return 0, err
	}
	for i, f := range files {
		if err := os.Rename(f.Path, names[i]); err != nil {
			return i, err
		}
	}
	return len(files), nil
}

// suppressedFile gives the file in which cells of fewer households of everything published are suppressed, and makes it if it is not
// there: that of a role which sees all but these, or where there is none that of nobody.
func suppressedFile(ctx context.Context, published string, roles access.Roles, below int64, w Warehouse) (string, error) {
	role, all := fmt.Sprintf("below_%d", below), access.Policy{All: true, SuppressBelow: below}
	for _, name := range roles.Names() {
		if roles[name].String() == all.String() {
			role = name
		}
	}
	_, err := MakeRoleFiles(ctx, published, access.Roles{role: all}, w)
	return RoleFile(published, role, all), err
}

// RoleTables lists what a role with a policy may have rows of: the tables of the mart, and the months of single loans, which
// pages go down to.
func RoleTables() []*schemas.Table { return append(mart.Tables(), &schemas.LoanMonth) }

// rolesAhead makes the files of roles before their version is published, so that every door has it at once. It fails without
// harm: what is missing is made by whoever serves it.
func rolesAhead(ctx context.Context, c Config, file string, o Options, rec *record) error {
	restricted := slices.ContainsFunc(c.Mart.Roles.Names(), func(r string) bool { return !c.Mart.Roles[r].Whole() })
	if !c.Serves || !restricted {
		return nil
	}
	err := rec.step(ctx, "roles", func(s *history.Step) error {
		n, err := MakeRoleFiles(ctx, file, c.Mart.Roles, c.Warehouse)
		s.Units = int64(n)
		return err
	})
	if err != nil && ctx.Err() == nil {
		o.Log.Warn("not every role has its file; it is made when the role asks", "run", rec.run.ID, "error", problemOf(err))
		err = nil
	}
	return err
}

// keptVersions is how many versions have files of roles: the current one, and that before, which answers may still be read from.
const keptVersions = 2

// SweepRoles removes files of roles of older versions, and those that were never finished. Who has one open keeps it.
func SweepRoles(c Config, now time.Time) (res RetainResult, err error) {
	keep, err := askedRuns(c)
	if err != nil {
		return res, err
	}
	entries, err := os.ReadDir(c.Warehouse.Path)
	if err != nil {
		return res, err
	}
	for _, e := range entries {
		info, gone := e.Info()
		run, _, _ := strings.Cut(strings.TrimPrefix(e.Name(), rolePrefix), ".")
		switch {
		case gone != nil:
		case strings.HasPrefix(e.Name(), rolePrefix) && !slices.Contains(keep, run), strings.HasPrefix(e.Name(), makePrefix) && now.Sub(info.ModTime()) > abandoned:
			if err := os.RemoveAll(filepath.Join(c.Warehouse.Path, e.Name())); err != nil {
				return res, err
			}
			res.Roles, res.Bytes = res.Roles+1, res.Bytes+info.Size()
		}
	}
	return res, nil
}

// askedRuns are the runs whose versions somebody may ask: the published one, and that before it.
func askedRuns(c Config) (runs []string, err error) {
	versions, err := warehouse.Publications(c.Warehouse.Path)
	if err != nil {
		return nil, err
	}
	current, err := published(c)
	if err != nil {
		return nil, err
	}
	for _, v := range versions[max(0, len(versions)-keptVersions):] {
		runs = append(runs, runOf(v.File))
	}
	return append(runs, runOf(current)), nil
}
