package lake

import (
	"context"

	"github.com/apache/iceberg-go/table"
)

// walk visits the path of every file that a table's metadata and all its snapshots need, each once: metadata
// files, manifest lists, their manifests, and the manifests' data files.
func walk(ctx context.Context, tbl *table.Table, visit func(path string)) error {
	fs, err := tbl.FS(ctx)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	once := func(location string) (first bool, err error) {
		path, err := local(location)
		if err != nil || seen[path] {
			return false, err
		}
		seen[path] = true
		visit(path)
		return true, nil
	}
	if _, err := once(tbl.MetadataLocation()); err != nil {
		return err
	}
	for previous := range tbl.Metadata().PreviousFiles() {
		if _, err := once(previous.MetadataFile); err != nil {
			return err
		}
	}
	for _, s := range tbl.Metadata().Snapshots() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := once(s.ManifestList); err != nil {
			return err
		}
		manifests, err := s.Manifests(fs)
		if err != nil {
			return err
		}
		for _, m := range manifests {
			first, err := once(m.FilePath())
			if err != nil {
				return err
			}
			if !first {
				continue
			}
			for entry, err := range m.Entries(fs, true) {
				if err != nil {
					return err
				}
				if _, err := once(entry.DataFile().FilePath()); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
