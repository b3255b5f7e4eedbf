package lake

import (
	"context"

	"github.com/apache/iceberg-go/table"
)

// reference is a file that a table's metadata names.
type reference struct {
	kind kind
	path string
}

type kind uint8

const (
	metadataFile kind = iota
	listFile
	manifestFile
	dataFile
)

// walk visits every file that a table's metadata and all its snapshots name, each once, from the top:
// metadata, then manifest lists, each list's manifests, each manifest's data files.
func walk(ctx context.Context, tbl *table.Table, visit func(reference) error) error {
	fs, err := tbl.FS(ctx)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	once := func(k kind, location string) (first bool, err error) {
		path, err := local(location)
		if err != nil || seen[path] {
			return false, err
		}
		seen[path] = true
		return true, visit(reference{k, path})
	}
	if _, err := once(metadataFile, tbl.MetadataLocation()); err != nil {
		return err
	}
	for previous := range tbl.Metadata().PreviousFiles() {
		if _, err := once(metadataFile, previous.MetadataFile); err != nil {
			return err
		}
	}
	for _, s := range tbl.Metadata().Snapshots() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := once(listFile, s.ManifestList); err != nil {
			return err
		}
		manifests, err := s.Manifests(fs)
		if err != nil {
			return err
		}
		for _, m := range manifests {
			first, err := once(manifestFile, m.FilePath())
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
				if _, err := once(dataFile, entry.DataFile().FilePath()); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
