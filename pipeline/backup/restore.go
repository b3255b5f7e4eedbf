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

// Restore brings a backup's folders back to other places, which are not there yet or empty. Files of the tree outside
// these folders are proved and not written. Everything is written aside and proved before anything takes its place; copied
// is told each file, nil: nobody.
func Restore(ctx context.Context, from string, places map[string]string, copied func(path string, bytes int64)) (m Manifest, err error) {
	aside := map[string]string{}
	for name, place := range places {
		if list, err := os.ReadDir(place); err == nil && len(list) > 0 {
			return m, fmt.Errorf("%s is not empty\n  → name a folder that is not there yet, or move this one away: nothing is written over", place)
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return m, err
		}
		aside[name] = filepath.Clean(place) + ".restoring"
		if err := os.RemoveAll(aside[name]); err != nil { // of a restore that was killed
			return m, err
		}
	}
	defer func() {
		if err != nil {
			for _, dir := range aside {
				err = errors.Join(err, os.RemoveAll(dir))
			}
		}
	}()
	var got []File
	var text []byte
	err = each(from, func(path string, r io.Reader) (err error) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if path == manifestName {
			text, err = io.ReadAll(r)
			return err
		}
		f, err := bring(path, r, aside)
		if got = append(got, f); err == nil && copied != nil {
			copied(path, f.Bytes)
		}
		return err
	})
	if err != nil {
		return m, err
	}
	if text == nil {
		return m, fmt.Errorf("%s holds no %s: it is no backup, or is cut short\n  → take another backup; nothing was brought back", from, manifestName)
	}
	if m, err = parseManifest(text); err != nil {
		return m, err
	}
	if err := m.proves(got); err != nil {
		return m, err
	}
	return m, settle(aside, places)
}

// bring writes one file where its folder goes, and hashes it.
func bring(path string, r io.Reader, aside map[string]string) (File, error) {
	if !fs.ValidPath(path) {
		return File{}, fmt.Errorf("%q is no path of a backup\n  → take another backup; nothing was brought back", path)
	}
	hash := sha256.New()
	r = io.TeeReader(r, hash)
	var n int64
	var err error
	top, rest, _ := strings.Cut(path, "/")
	if dir, ok := aside[top]; ok && rest != "" {
		n, err = restored.write(filepath.Join(dir, filepath.FromSlash(rest)), r)
	} else {
		n, err = io.Copy(io.Discard, r)
	}
	return File{path, n, hex.EncodeToString(hash.Sum(nil))}, err
}

// settle gives the proved folders their places.
func settle(aside, places map[string]string) error {
	for name, place := range places {
		if err := os.MkdirAll(aside[name], 0o755); err != nil { // the backup holds no file of it
			return err
		}
		if err := syncFolders(aside[name]); err != nil {
			return err
		}
		if err := os.Remove(place); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := os.Rename(aside[name], place); err != nil {
			return err
		}
		if err := syncPath(filepath.Dir(place)); err != nil {
			return err
		}
	}
	return nil
}

// each gives every file of a backup, of a folder by name, of an archive as they come.
func each(from string, take func(path string, r io.Reader) error) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return eachOfFolder(from, take)
	}
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read
	z, err := zstd.NewReader(f)
	if err != nil {
		return err
	}
	defer z.Close()
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && h.Typeflag != tar.TypeReg {
			err = fmt.Errorf("%s is no file", h.Name)
		}
		if err == nil {
			err = take(h.Name, t)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", from, err)
		}
	}
}

func eachOfFolder(from string, take func(path string, r io.Reader) error) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if !d.Type().IsRegular() {
			return fmt.Errorf("%s is no file", path)
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		return errors.Join(take(filepath.ToSlash(name), f), f.Close())
	})
}
