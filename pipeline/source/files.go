package source

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/zeebo/xxh3"
	"golang.org/x/sync/errgroup"

	"github.com/uythac/uythac/schemas"
)

// endings are the kinds of files a table may come in.
var endings = []string{".csv", ".csv.gz", ".csv.zst", ".parquet"}

// Unfinished is the name of the mark in a folder whose files are not all there yet.
const Unfinished = ".unfinished"

// files is a folder of <table>.csv and the like, or <table>/ with any number of files.
type files struct {
	dir    string
	mem    memory.Allocator    // of what Parquet decodes
	tables map[string][]string // table -> paths inside dir, sorted
	strays []string            // what lies in dir and belongs to no table
	glances
}

func openFiles(dir string) (Source, error) {
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no folder %s\n  → set source.path to the folder that holds <table>.csv or <table>.parquet", dir)
	}
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%s is not a folder\n  → set source.path to the folder that holds <table>.csv or <table>.parquet, or source.kind to duckdb", dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	s := &files{dir: dir, mem: memory.DefaultAllocator, tables: map[string][]string{}}
	for _, t := range schemas.Contract() {
		if s.tables[t.Name], err = list(dir, entries, t.Name); err != nil {
			return nil, err
		}
	}
	for _, e := range entries {
		if e.Name() == Unfinished {
			return nil, &Refusal{File: dir, Problem: "what writes these files has not ended, or was interrupted",
				Remedy: "wait for it, or run it again; where all files are whole, remove " + filepath.Join(dir, Unfinished)}
		}
		table, _, ending := strings.Cut(e.Name(), ".")
		if _, known := s.tables[table]; !hidden(e.Name()) && (!known || !ending && !isFolder(dir, e)) {
			s.strays = append(s.strays, e.Name())
		}
	}
	return s, nil
}

// hidden tells whether a name is another program's note.
func hidden(name string) bool { return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") }

// list finds a table's files among the folder's entries. One table in one place: two would count every
// row twice. Names that begin with '.' or '_' are other programs' notes.
func list(dir string, entries []os.DirEntry, table string) ([]string, error) {
	var found, inside []string
	for _, e := range entries {
		name := e.Name()
		if ending, ok := strings.CutPrefix(name, table+"."); ok {
			if isFolder(dir, e) || !slices.Contains(endings, "."+ending) {
				return nil, unreadable(name)
			}
			found = append(found, name)
		}
		if name != table || !isFolder(dir, e) {
			continue
		}
		parts, err := os.ReadDir(filepath.Join(dir, table))
		if err != nil {
			return nil, err
		}
		for _, p := range parts {
			path := table + "/" + p.Name()
			switch {
			case hidden(p.Name()):
			case isFolder(filepath.Join(dir, table), p) || !slices.ContainsFunc(endings, func(end string) bool { return strings.HasSuffix(path, end) }):
				return nil, unreadable(path)
			default:
				inside = append(inside, path)
			}
		}
	}
	if len(found) > 1 || len(found) == 1 && len(inside) > 0 {
		return nil, &Refusal{File: strings.Join(append(found, inside...), ", "), Problem: table + " is there more than once",
			Remedy: fmt.Sprintf("keep one of them; a table in several files goes into a folder named %s", table)}
	}
	slices.Sort(inside)
	return append(found, inside...), nil
}

// isFolder tells whether an entry is a folder or a link to one. A link to nothing is a file that
// cannot be read, and is refused when it is.
func isFolder(dir string, e os.DirEntry) bool {
	if e.Type()&os.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := os.Stat(filepath.Join(dir, e.Name()))
	return err == nil && info.IsDir()
}

func unreadable(path string) error {
	return &Refusal{File: path, Problem: "it is none of " + strings.Join(endings, ", "),
		Remedy: "extract the table in one of these forms, or move the file away"}
}

func (s *files) Present(t *schemas.Table) bool { return len(s.tables[t.Name]) > 0 }

// Strays names the files and folders that belong to no table: nothing of them is read. A misspelt
// loan_use_checks.csv is one of them.
func (s *files) Strays() []string { return s.strays }

// Fingerprint hashes the files' bytes, several files at a time. A big file that was not touched since
// the notes recalled were made has the hash it had then.
func (s *files) Fingerprint(ctx context.Context) (map[string]string, error) {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	sums := map[string][]string{}
	for table, paths := range s.tables {
		list := make([]string, len(paths))
		sums[table] = list
		for i, path := range paths {
			g.Go(func() error {
				sum, err := s.hash(ctx, path, filepath.Join(s.dir, path))
				list[i] = path + " " + sum // each goroutine has its own element
				return err
			})
		}
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	all := map[string]string{}
	for table, list := range sums {
		if len(list) > 0 {
			all[table] = hash(strings.Join(list, "\n"))
		}
	}
	return all, nil
}

func hash(text string) string {
	sum := xxh3.HashString128(text).Bytes()
	return hex.EncodeToString(sum[:])
}

// hashFile hashes a file's bytes.
func hashFile(ctx context.Context, path string) (sum string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	h := xxh3.New()
	buf := make([]byte, 1<<20)
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		n, err := f.Read(buf)
		_, _ = h.Write(buf[:n]) // a hash never fails to write
		if err == io.EOF {
			b := h.Sum128().Bytes()
			return hex.EncodeToString(b[:]), nil
		}
		if err != nil {
			return "", err
		}
	}
}

func (s *files) Read(ctx context.Context, t *schemas.Table) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		for _, path := range s.tables[t.Name] {
			more, err := s.readFile(ctx, t, path, yield)
			if err != nil {
				yield(Batch{}, err)
				return
			}
			if !more {
				return
			}
		}
	}
}

func (s *files) readFile(ctx context.Context, t *schemas.Table, path string, yield func(Batch, error) bool) (more bool, err error) {
	f, err := os.Open(filepath.Join(s.dir, path))
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if strings.HasSuffix(path, ".parquet") {
		return readParquet(ctx, s.mem, t, path, f, yield)
	}
	r, done, err := decompress(path, cancelable{ctx, f})
	if err != nil {
		return false, err
	}
	defer done()
	return readCSV(t, path, r, yield)
}

// cancelable stops reading when its context ends.
type cancelable struct {
	ctx context.Context
	r   io.Reader
}

func (c cancelable) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(b)
}
