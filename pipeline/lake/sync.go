package lake

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/apache/iceberg-go/table"
	"golang.org/x/sync/errgroup"
)

// syncAll puts files and the names of their folders on disk. It does so side by side: the file system
// then joins what would be a journal entry each.
func syncAll(paths []string) error {
	var g errgroup.Group
	g.SetLimit(32)
	folders := map[string]bool{}
	for _, path := range paths {
		folders[filepath.Dir(path)] = true
		g.Go(func() error { return syncFile(path) })
	}
	for folder := range folders {
		g.Go(func() error { return syncFile(folder) })
	}
	return g.Wait()
}

// syncMetadata puts what a commit wrote on disk: iceberg-go leaves that to the system, and a run
// must not name a snapshot that a power cut can take back.
func syncMetadata(ctx context.Context, tbl *table.Table) error {
	s := tbl.CurrentSnapshot()
	fs, err := tbl.FS(ctx)
	if err != nil {
		return err
	}
	manifests, err := s.Manifests(fs)
	if err != nil {
		return err
	}
	locations := []string{tbl.MetadataLocation(), s.ManifestList}
	for _, m := range manifests {
		if m.SnapshotID() == s.SnapshotID {
			locations = append(locations, m.FilePath())
		}
	}
	paths := make([]string, len(locations))
	for i, location := range locations {
		if paths[i], err = local(location); err != nil {
			return err
		}
	}
	return syncAll(paths)
}

// syncFile puts a file on disk; of a folder, the names in it.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
