package presence

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// Doors are the doors of one program.
type Doors struct {
	HTTP    string    `json:"http,omitempty"` // addresses; empty: that door is shut
	Flight  string    `json:"flight,omitempty"`
	TLS     bool      `json:"tls"`
	Since   time.Time `json:"since"`
	Host    string    `json:"host"`
	Process int       `json:"process"`
	Version string    `json:"version"`       // of the program
	Run     string    `json:"run,omitempty"` // version that every role is answered from; empty: none yet
	Seen    time.Time `json:"seen,omitzero"` // when that was so first
	Running bool      `json:"running"`       // false: the program ended without taking the sign down
}

const (
	prefix = "serving-"
	suffix = ".json"
)

// Sign is what this program has put up.
type Sign struct {
	mu   sync.Mutex
	file *os.File
	says Doors
}

// Put puts up a sign in a folder, and takes down those of programs that were killed. Host, process and Running are filled in.
func Put(dir string, d Doors) (_ *Sign, err error) {
	if err := sweep(dir); err != nil {
		return nil, err
	}
	d.Process, d.Running = os.Getpid(), true
	if d.Host, err = os.Hostname(); err != nil {
		return nil, err
	}
	f, err := fresh(dir)
	if err != nil {
		return nil, err
	}
	s := &Sign{file: f, says: d}
	return s, s.write()
}

// fresh makes a file that nobody else has and holds it. Who sweeps before it is held takes it for one that was left: then it is made again.
func fresh(dir string) (*os.File, error) {
	for {
		f, err := os.CreateTemp(dir, prefix+"*"+suffix)
		if err != nil {
			return nil, err
		}
		err = errors.Join(f.Chmod(0o644), hold(f)) // everybody may ask for the status
		if err == nil {
			if _, err = os.Stat(f.Name()); err == nil {
				return f, nil
			}
		}
		if err := gone(errors.Join(err, f.Close())); err != nil {
			return nil, err
		}
	}
}

// Serves says which version every role is answered from now.
func (s *Sign) Serves(run string, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.says.Run, s.says.Seen = run, now
	return s.write()
}

// write writes over what stands there, in one piece: who reads meanwhile finds the former or the new text, and may find an end of
// the former behind the new one.
func (s *Sign) write() error {
	text, err := json.Marshal(s.says)
	if err != nil {
		return err
	}
	if _, err := s.file.WriteAt(text, 0); err != nil {
		return err
	}
	return s.file.Truncate(int64(len(text)))
}

// Remove takes the sign down.
func (s *Sign) Remove() error {
	return errors.Join(os.Remove(s.file.Name()), s.file.Close())
}

// Look reads all signs in a folder, the earliest first. A folder that is not there has none.
func Look(dir string) (all []Doors, err error) {
	err = each(dir, func(_ string, d Doors) error {
		all = append(all, d)
		return nil
	})
	slices.SortFunc(all, func(a, b Doors) int { return a.Since.Compare(b.Since) })
	return all, err
}

// sweep takes down the signs of programs that were killed.
func sweep(dir string) error {
	return each(dir, func(path string, d Doors) error {
		if d.Running {
			return nil
		}
		return gone(os.Remove(path))
	})
}

func each(dir string, f func(path string, d Doors) error) error {
	paths, err := filepath.Glob(filepath.Join(dir, prefix+"*"+suffix))
	if err != nil {
		return err
	}
	for _, path := range paths {
		d, err := read(path)
		if err == nil {
			err = f(path, d)
		}
		if gone(err) != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}

// gone lets pass that a sign was taken down meanwhile.
func gone(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// read reads a sign. One whose text is cut short, as a full disk or a kill while it is put up leaves it, says nothing but whether it is held.
func read(path string) (d Doors, err error) {
	f, err := os.Open(path)
	if err != nil {
		return d, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	if json.NewDecoder(f).Decode(&d) != nil {
		d = Doors{}
	}
	d.Running, err = held(f)
	return d, err
}
