package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// write runs print on stdout, or with a file name on that file: through a temporary file beside it
// and a rename, so that the file is there whole or not at all.
func (a *app) write(file string, print func(io.Writer) error) (err error) {
	if file == "" {
		return print(a.stdout)
	}
	if whole, err := filepath.EvalSymlinks(file); err == nil {
		file = whole // what a link leads to is replaced, not the link
	}
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		return writeInto(file, print) // a device, a pipe: nothing to replace
	}
	temp, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".*")
	if err != nil {
		return misuse("name a file in a folder that is there and may be written", "-o %s: %v", file, err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temp.Name()) // the error at hand says more
		}
	}()
	if err := print(temp); err != nil {
		_ = temp.Close()
		return err
	}
	if err := temp.Chmod(0o644); err != nil { // CreateTemp makes private files
		_ = temp.Close()
		return err
	}
	if err := temp.Sync(); err != nil {
		_ = temp.Close()
		return err
	}
	if err := temp.Close(); err != nil {
		return err
	}
	return os.Rename(temp.Name(), file)
}

// writeInto writes to what is no regular file; a folder is refused.
func writeInto(file string, print func(io.Writer) error) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return misuse("name a file in a folder that is there and may be written", "-o %s: %v", file, err)
	}
	return errors.Join(print(f), f.Close())
}
