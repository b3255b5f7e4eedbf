package source

import (
	"context"
	"encoding/json"
	"os"
	"sync"
	"time"
)

// worthNoting is the size from which a file's hash is kept in mind: smaller ones are read in no time.
const worthNoting = 1 << 20

// glances keeps the hashes of big files between runs, so that a file that nobody touched is not read
// again. The system counts every change of a file in its change time, which no program can set.
type glances struct {
	mu     sync.Mutex
	before map[string]glance // as recalled, by name
	now    map[string]glance // as seen in this run
}

// glance is what the system tells of a file without reading it, and the hash it had then.
type glance struct {
	Size    int64  `json:"size"`
	Inode   uint64 `json:"inode"`
	Changed int64  `json:"changed"` // nanoseconds since 1970
	Sum     string `json:"sum"`
}

// Recall takes up the notes of an earlier run. Notes that cannot be read are no notes.
func (g *glances) Recall(notes string) {
	g.before = nil
	_ = json.Unmarshal([]byte(notes), &g.before) // then every file is read
}

// Notes are for the next run to recall; empty when there is nothing to keep.
func (g *glances) Notes() (string, error) {
	if len(g.now) == 0 {
		return "", nil
	}
	text, err := json.Marshal(g.now)
	return string(text), err
}

// hash gives the hash of a file's bytes; name is what it is kept under.
func (g *glances) hash(ctx context.Context, name, path string) (string, error) {
	began := time.Now()
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	seen := glance{Size: info.Size()}
	settled := false
	if seen.Inode, seen.Changed = changed(info); info.Size() >= worthNoting && seen.Changed != 0 {
		settled = began.Sub(time.Unix(0, seen.Changed)) > grain(seen.Changed)
	}
	if old, known := g.before[name]; settled && known {
		if seen.Sum = old.Sum; seen == old {
			g.keep(name, seen)
			return seen.Sum, nil
		}
	}
	if seen.Sum, err = hashFile(ctx, path); err == nil && settled {
		g.keep(name, seen)
	}
	return seen.Sum, err
}

func (g *glances) keep(name string, seen glance) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.now == nil {
		g.now = map[string]glance{}
	}
	g.now[name] = seen
}

// grain is how long a file must have been left alone before its change time can be believed: two
// changes within one tick of the file system's clock look like one.
func grain(changed int64) time.Duration {
	if changed%int64(time.Second) == 0 {
		return 3 * time.Second // a file system that counts in seconds, or in twos
	}
	return 100 * time.Millisecond
}
