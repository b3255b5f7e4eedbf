package pipeline

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/warehouse"
)

// Version is one published warehouse that is kept: what a session or an answer holds on to, so that its figures belong
// together.
type Version = warehouse.Publication

// CurrentVersion is what is published now.
func CurrentVersion(c Config) (Version, error) {
	path, err := published(c)
	if err != nil {
		return Version{}, err
	}
	kept, err := warehouse.Publications(c.Warehouse.Path)
	if err != nil {
		return Version{}, err
	}
	for _, p := range kept {
		if filepath.Base(p.File) == filepath.Base(path) {
			return p, nil
		}
	}
	return Version{File: path}, nil
}

// VersionKnownOn is the last kept version that was published on or before a day of a time zone. None gives a *UsageError that
// says which there are.
func VersionKnownOn(c Config, day calendar.Day, zone *time.Location) (Version, error) {
	kept, err := warehouse.Publications(c.Warehouse.Path)
	if err != nil {
		return Version{}, err
	}
	var best Version
	for _, p := range kept {
		if dayOf(p.At, zone) <= day {
			best = p
		}
	}
	switch {
	case best.File != "":
		return best, nil
	case len(kept) == 0:
		return best, &UsageError{"nothing is published in " + c.Warehouse.Path, "run `uythac refresh` first, or name the right configuration with --config"}
	}
	return best, &UsageError{fmt.Sprintf("no kept version was published on or before %s", day), "the earliest that is kept was published on " + dayOf(kept[0].At, zone).String()}
}

func dayOf(t time.Time, zone *time.Location) calendar.Day {
	local := t.In(zone)
	return calendar.Date(local.Year(), int(local.Month()), local.Day())
}
