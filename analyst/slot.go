package analyst

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// retake is how often a program that waits for others looks for a free slot.
const retake = 50 * time.Millisecond

// slot is one of the places of a machine for a statement: a lock on a file, which ends with the process, however it ends.
type slot struct{ f *os.File }

// errTaken is of a slot that another statement has.
var errTaken = errors.New("the slot is taken")

// takeSlot waits for one of some slots, files in a folder that programs share. Where no file can be opened the folder counts
// nothing, and there is none to wait for.
func takeSlot(ctx context.Context, dir string, slots int) (*slot, error) {
	for {
		taken := 0
		for i := range slots {
			s, err := openSlot(filepath.Join(dir, fmt.Sprintf("uythac-sql-%d", i+1)))
			switch {
			case err == nil:
				return s, nil
			case errors.Is(err, errTaken):
				taken++
			}
		}
		if taken == 0 {
			return nil, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(retake):
		}
	}
}

// openSlot takes a slot, or fails. The file is opened to read only, so that what one user made serves all; what is no plain
// file is none.
func openSlot(path string) (*slot, error) {
	f, err := openPlain(path)
	if err != nil {
		return nil, err
	}
	err = lock(f)
	if err == nil && !still(f, path) { // it was removed, as old files of such folders are
		err = errTaken // and the next look finds a new one
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &slot{f}, nil
}

func still(f *os.File, path string) bool {
	mine, err := f.Stat()
	if err != nil || !mine.Mode().IsRegular() {
		return false
	}
	now, err := os.Lstat(path)
	return err == nil && os.SameFile(mine, now)
}

// free gives a slot back.
func (s *slot) free() {
	if s != nil {
		_ = s.f.Close() // it was only locked
	}
}
