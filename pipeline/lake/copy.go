package lake

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
)

// Copy lists what a copy of the lake's folder is made of, by the path in the folder: every file as it is, but for the
// catalogue, of which a copy is made at catalogue, a file that is not there yet. Readers may note things in the
// catalogue at any moment; all other files stay as they are while the caller has the lake's lock.
func (l *Lake) Copy(ctx context.Context, catalogue string) (files map[string]string, err error) {
	if _, err := l.db.ExecContext(ctx, "VACUUM INTO ?", catalogue); err != nil {
		return nil, fmt.Errorf("copying the lake's catalogue: %w", err)
	}
	files = map[string]string{catalogFile: catalogue}
	err = filepath.WalkDir(l.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(l.dir, path)
		if err != nil {
			return err
		}
		switch {
		case d.IsDir() && name == "spill": // of a run that was killed
			return fs.SkipDir
		case d.IsDir(), name == lockFile, strings.HasPrefix(name, catalogFile), strings.HasSuffix(name, tempSuffix):
			return nil
		}
		files[filepath.ToSlash(name)] = path
		return nil
	})
	return files, err
}
