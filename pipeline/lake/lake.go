package lake

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/apache/arrow-go/v18/arrow/memory"
	sqlcatalog "github.com/apache/iceberg-go/catalog/sql"
	_ "modernc.org/sqlite" // the driver "sqlite", without cgo
)

// Options may be empty.
type Options struct {
	// Allocator of the batches that Read yields; Go's heap by default. To one that counts: arrow-go's Parquet
	// decoder leaves 64 bytes of every delta-coded column chunk (ids, amounts, contract_no) to the garbage collector.
	Allocator    memory.Allocator
	Now          func() time.Time // the clock of Lock; time.Now by default
	RowGroupRows int64            // rows of a Parquet row group; 512k by default
}

// Lake is an open lake folder. Its methods may be called by several goroutines at once.
type Lake struct {
	dir     string // absolute, symbolic links resolved
	o       Options
	db      *sql.DB
	catalog *sqlcatalog.Catalog

	interrupted string // whose lock was found stale

	mu     sync.Mutex
	tables map[string]*handle
}

// defaultRowGroup keeps a ledger month of a branch in one row group and a wide one under some 10 MB of buffers.
const defaultRowGroup = 512 << 10

// Open opens the lake in dir and creates what is missing, in the folder and of it. A lake that was
// moved, copied or restored since it was last opened gets its paths rewritten first; the folder it
// was copied from is not touched. Close the lake after use.
func Open(ctx context.Context, dir string, o Options) (l *Lake, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("opening the lake %s: %w", dir, err)
		}
	}()
	o.Allocator = cmp.Or[memory.Allocator](o.Allocator, memory.DefaultAllocator)
	if o.Now == nil {
		o.Now = time.Now
	}
	o.RowGroupRows = cmp.Or(o.RowGroupRows, defaultRowGroup)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	// One folder must have one name, or every opening by another one would rewrite all paths.
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, err
	}
	opened := &Lake{dir: dir, o: o, tables: map[string]*handle{}}
	l = opened
	defer func() {
		if err != nil {
			err = errors.Join(err, opened.Close()) // l is nil by now
		}
	}()
	if l.db, err = sql.Open("sqlite", dataSource(filepath.Join(dir, catalogFile))); err != nil {
		return nil, err
	}
	if l.catalog, err = sqlcatalog.NewCatalog(catalogName, l.db, sqlcatalog.SQLite, nil); err != nil {
		return nil, err
	}
	if _, err := l.db.ExecContext(ctx, createListing); err != nil {
		return nil, err
	}
	if err := l.repair(ctx); err != nil {
		return nil, err
	}
	return l, nil
}

// Exists tells whether there is a lake in dir; it makes and changes nothing. A folder that cannot be
// looked into counts as one, so that opening it says why.
func Exists(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, catalogFile))
	return !errors.Is(err, fs.ErrNotExist)
}

// Close frees the catalogue. Batches of Read and a lock are not affected.
func (l *Lake) Close() error {
	if l.db == nil {
		return nil
	}
	return l.db.Close()
}

const (
	catalogFile = "catalog.db"
	catalogName = "uythac"
)

// dataSource opens SQLite with a rollback journal, which leaves one file that can be copied, and a
// wait for other processes of up to ten seconds.
func dataSource(path string) string {
	return (&url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: "_pragma=busy_timeout(10000)"}).String()
}
