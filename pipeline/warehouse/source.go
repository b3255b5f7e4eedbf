package warehouse

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/uythac/uythac/schemas"
)

// LoadSource makes a DuckDB file that holds the source contract's tables in its main schema, from
// <table>.parquet or <table>/*.parquet in a folder, personal columns included. A table without a
// file is left out. The file must not be there yet; after an error there is none.
func LoadSource(ctx context.Context, file, dir string) error {
	err := create(ctx, file, settings{}, func(s *session) error {
		for _, t := range schemas.Contract() {
			files, err := parquetFiles(dir, t.Name)
			if err != nil {
				return err
			}
			if len(files) == 0 {
				continue
			}
			if err := s.exec(ctx, "BEGIN", t.SourceDDL("main"), "COMMIT"); err != nil {
				return err
			}
			if _, err := insert(ctx, s, "main."+t.Name, names(t.SourceArrow()), files); err != nil {
				return fmt.Errorf("table %s: %w", t.Name, err)
			}
		}
		return s.exec(ctx, "CHECKPOINT warehouse")
	})
	if err != nil {
		return fmt.Errorf("load %s: %w", file, err)
	}
	return nil
}

// parquetFiles lists the files of a table in a folder, in name order.
func parquetFiles(dir, table string) ([]string, error) {
	single := filepath.Join(dir, table+".parquet")
	if _, err := os.Stat(single); err == nil {
		return []string{single}, nil
	}
	entries, err := os.ReadDir(filepath.Join(dir, table))
	if os.IsNotExist(err) {
		return nil, nil
	}
	var files []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".parquet") && e.Type()&fs.ModeDir == 0 {
			files = append(files, filepath.Join(dir, table, e.Name()))
		}
	}
	return files, err
}
