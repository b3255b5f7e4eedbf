package warehouse

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// pointer is the one-line file that names the published warehouse.
const pointer = "CURRENT"

// Current returns the path of the published file of a folder. Nothing published gives an error
// that is fs.ErrNotExist; a pointer that names no file of the folder gives another one.
func Current(dir string) (string, error) {
	text, err := os.ReadFile(filepath.Join(dir, pointer))
	if err != nil {
		return "", fmt.Errorf("published warehouse: %w", err)
	}
	name := strings.TrimSuffix(string(text), "\n")
	if err := plain(name); err != nil {
		return "", fmt.Errorf("%s: %w", filepath.Join(dir, pointer), err)
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err != nil {
		//nolint:errorlint // not wrapped: that the file is not there is not that nothing is published
		return "", fmt.Errorf("%s names %s, which cannot be read: %v\n  → run `uythac refresh` to publish anew", filepath.Join(dir, pointer), name, err)
	}
	return path, nil
}

// Publish makes a file of the folder the published one: CURRENT is written aside, brought to
// disk and renamed, so that readers see the old name or the new one and nothing between, also
// after a power cut. When that was is written down before. Publishing the same file twice is harmless.
func Publish(dir, file string, now time.Time) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("publish %s: %w", file, err)
		}
	}()
	if err := plain(file); err != nil {
		return err
	}
	if err := syncPath(filepath.Join(dir, file)); err != nil {
		return err
	}
	if err := writeDown(dir, file, now); err != nil {
		return err
	}
	temp, err := os.Create(filepath.Join(dir, pointer+".new"))
	if err != nil {
		return err
	}
	_, err = temp.WriteString(file + "\n")
	err = errors.Join(err, temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), filepath.Join(dir, pointer))
	}
	if err != nil {
		return errors.Join(err, remove(temp.Name()))
	}
	return syncPath(dir)
}

// plain refuses a name that is not that of a file in the folder itself.
func plain(name string) error {
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "/\\\n") {
		return fmt.Errorf("%q is not the name of a file in the warehouse folder", name)
	}
	return nil
}

// syncPath brings a file or folder to disk.
func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
