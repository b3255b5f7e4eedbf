package backup

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

const manifestName = "MANIFEST.json"

// Manifest says what a backup holds.
type Manifest struct {
	Format  int       `json:"format"` // 1
	Made    time.Time `json:"made"`
	Version string    `json:"version"` // of the program
	Host    string    `json:"host"`
	Note    string    `json:"note,omitempty"` // of the caller about what is in it
	Files   []File    `json:"files"`          // by path
}

// File is a file of a backup.
type File struct {
	Path   string `json:"path"` // in the tree, with slashes
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Bytes is how much all files have.
func (m Manifest) Bytes() (n int64) {
	for _, f := range m.Files {
		n += f.Bytes
	}
	return n
}

// text writes the manifest.
func (m Manifest) text() ([]byte, error) {
	slices.SortFunc(m.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return json.MarshalIndent(m, "", " ")
}

// parseManifest reads a manifest.
func parseManifest(text []byte) (m Manifest, err error) {
	if err := json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("%s: %w", manifestName, err)
	}
	if m.Format != 1 {
		return m, fmt.Errorf("%s is of format %d\n  → bring it back with the version of uythac that wrote it, or a later one", manifestName, m.Format)
	}
	return m, nil
}

// proves compares what was read with what the manifest says, and names what differs.
func (m Manifest) proves(got []File) error {
	want := map[string]File{}
	for _, f := range m.Files {
		want[f.Path] = f
	}
	var wrong []string
	for _, f := range got {
		switch w, ok := want[f.Path]; {
		case !ok:
			wrong = append(wrong, f.Path+" was added")
		case w != f:
			wrong = append(wrong, f.Path+" was changed")
		}
		delete(want, f.Path)
	}
	for path := range want {
		wrong = append(wrong, path+" is missing")
	}
	if wrong == nil {
		return nil
	}
	slices.Sort(wrong)
	if more := len(wrong) - 5; more > 0 {
		wrong = append(wrong[:5], fmt.Sprintf("and %d more", more))
	}
	return fmt.Errorf("the backup is not what was written: %s\n  → take another backup; nothing was brought back", strings.Join(wrong, "; "))
}
