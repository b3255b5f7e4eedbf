package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/uythac/uythac/pipeline/history"
	"github.com/uythac/uythac/pipeline/warehouse"
)

// shownRuns is how many runs a warehouse tells of: a year of nights and some by hand.
const shownRuns = 400

// ReadRuns reads the history of a configuration's refreshes, the oldest first.
func ReadRuns(c Config) ([]history.Run, error) { return history.Read(c.Warehouse.Path) }

// ReadDamages lists the lines of the run history and of the list of publications that tell nothing.
func ReadDamages(c Config) ([]history.Damage, error) {
	runs, err := history.Damages(c.Warehouse.Path)
	if err != nil {
		return nil, err
	}
	publications, err := warehouse.DamagedPublications(c.Warehouse.Path)
	return append(runs, publications...), err
}

// runsSoFar is what a warehouse tells of the history: earlier runs, and the one that builds it with the steps so far.
// Without an id none does: its stages are run one by one, which is in no history.
func runsSoFar(dir string, of history.Run) ([]history.Run, error) {
	runs, err := history.Read(dir)
	if err != nil {
		return nil, err
	}
	for i := range runs {
		if runs[i].ID == of.ID {
			runs[i].Outcome = history.Running
		}
	}
	return runs[max(0, len(runs)-shownRuns):], nil
}

// size is how many bytes a file has.
func size(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, fmt.Errorf("size: %w", err)
	}
	return info.Size(), nil
}

// Ready tells why readers get no figures; nil: they do.
func Ready(c Config) error {
	_, err := warehouse.Current(c.Warehouse.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("nothing is published yet")
	}
	return err
}
