package backup

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// suffix ends the name of a backup that is one file.
const suffix = ".tar.zst"

// Source is a file to be copied.
type Source struct {
	Path string // in the backup, with slashes
	File string // where it is
}

// sink takes the files of a backup.
type sink interface {
	add(path string, size int64, from io.Reader) error
	close() error // brings all to disk
}

// Write copies files into a new backup at to: one file where its name ends in .tar.zst, a folder elsewhere. There must be
// nothing yet. Copied is told each file; nil: nobody.
func Write(ctx context.Context, to string, m Manifest, files []Source, copied func(path string, bytes int64)) (_ Manifest, err error) {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return m, fmt.Errorf("%s is there already\n  → name a new folder or file for each backup", to)
	}
	aside := to + ".partial"
	if err := os.RemoveAll(aside); err != nil { // of a backup that was killed
		return m, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(aside))
		}
	}()
	s, err := open(to, aside)
	if err != nil {
		return m, err
	}
	m.Format, m.Files = 1, nil
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return m, errors.Join(err, s.close())
		}
		done, err := copyInto(s, f)
		if err != nil {
			return m, errors.Join(fmt.Errorf("%s: %w", f.File, err), s.close())
		}
		if m.Files = append(m.Files, done); copied != nil {
			copied(f.Path, done.Bytes)
		}
	}
	text, err := m.text()
	if err == nil {
		err = s.add(manifestName, int64(len(text)), strings.NewReader(string(text)))
	}
	if err := errors.Join(err, s.close()); err != nil {
		return m, err
	}
	if err := os.Rename(aside, to); err != nil {
		return m, err
	}
	return m, syncPath(filepath.Dir(to))
}

func open(to, aside string) (sink, error) {
	if !strings.HasSuffix(to, suffix) {
		return folder{aside}, os.MkdirAll(aside, 0o750)
	}
	f, err := os.OpenFile(aside, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o640)
	if err != nil {
		return nil, err
	}
	z, err := zstd.NewWriter(f, zstd.WithEncoderLevel(zstd.SpeedFastest)) // most of it is packed already
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &archive{f, z, tar.NewWriter(z)}, nil
}

// copyInto copies one file and hashes it on the way.
func copyInto(s sink, f Source) (File, error) {
	from, err := os.Open(f.File)
	if err != nil {
		return File{}, err
	}
	defer func() { _ = from.Close() }() // only read
	info, err := from.Stat()
	if err != nil {
		return File{}, err
	}
	hash := sha256.New()
	if err := s.add(f.Path, info.Size(), io.TeeReader(io.LimitReader(from, info.Size()), hash)); err != nil {
		return File{}, err
	}
	return File{f.Path, info.Size(), hex.EncodeToString(hash.Sum(nil))}, nil
}

// folder is a backup as a folder.
type folder struct{ dir string }

func (d folder) add(path string, size int64, from io.Reader) (err error) {
	n, err := backedUp.write(filepath.Join(d.dir, filepath.FromSlash(path)), from)
	if err == nil && n != size {
		err = fmt.Errorf("%d of %d bytes", n, size)
	}
	return err
}

func (d folder) close() error { return syncFolders(d.dir) }

// modes are those of new folders and files.
type modes struct{ folder, file os.FileMode }

// What is brought back may be read by those who read the warehouse, a backup by its owner's group.
var (
	restored = modes{0o755, 0o644}
	backedUp = modes{0o750, 0o640}
)

// write makes a file, and the folders above it, and brings it to disk.
func (m modes) write(name string, from io.Reader) (int64, error) {
	if err := os.MkdirAll(filepath.Dir(name), m.folder); err != nil {
		return 0, err
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, m.file)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(f, from)
	return n, errors.Join(err, f.Sync(), f.Close())
}

// syncFolders brings the names in a folder, and in those below, to disk; the files are.
func syncFolders(dir string) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return err
		}
		return syncPath(path)
	})
}

// archive is a backup as a file.
type archive struct {
	f *os.File
	z *zstd.Encoder
	t *tar.Writer
}

func (a *archive) add(path string, size int64, from io.Reader) error {
	if err := a.t.WriteHeader(&tar.Header{Name: path, Size: size, Mode: 0o640, Typeflag: tar.TypeReg}); err != nil {
		return err
	}
	_, err := io.Copy(a.t, from)
	return err
}

func (a *archive) close() error {
	return errors.Join(a.t.Close(), a.z.Close(), a.f.Sync(), a.f.Close())
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
