package pipeline

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/uythac/uythac/mart"
)

// MartStatus is what is known here of the mart, without asking it.
type MartStatus struct {
	URL  string    `json:"url"`           // where it was found
	Run  string    `json:"run,omitempty"` // that it has; empty: nothing was published there from here
	At   time.Time `json:"at,omitzero"`   // when that was published; zero: not known, it was there already
	Seen time.Time `json:"seen,omitzero"` // when the mart was last found with it
}

// martNote is the file beside CURRENT that holds it.
const martNote = "MART"

// noteMart writes down what a publication found or did.
func noteMart(c Config, res mart.Result, now time.Time) error {
	s, err := readMart(c)
	if err != nil || s.Run != res.Run { // a note that cannot be read is written anew
		s.At = time.Time{}
	}
	s.URL, s.Run, s.Seen = c.Mart.URL, res.Run, now.UTC()
	if res.Changed {
		s.At = s.Seen
	}
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return renew(filepath.Join(c.Warehouse.Path, martNote), append(text, '\n'))
}

// readMart reads what was written down of the configured mart.
func readMart(c Config) (s MartStatus, err error) {
	path := filepath.Join(c.Warehouse.Path, martNote)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return MartStatus{URL: c.Mart.URL}, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	if err != nil {
		return MartStatus{}, fmt.Errorf("%s: %w\n  → run `uythac publish postgres`: it writes it anew", path, err)
	}
	if s.URL != c.Mart.URL { // it is of another mart
		return MartStatus{URL: c.Mart.URL}, nil
	}
	return s, nil
}
