package pipeline

import (
	"cmp"
	"fmt"

	"github.com/uythac/uythac/pipeline/history"
	"github.com/uythac/uythac/pipeline/warehouse"
)

// usualReserve is what a run leaves free where the configuration says nothing.
const usualReserve = 200 << 20

// room refuses a run that the disk has no room for, by what the last runs wrote. Where that cannot be told, or how
// much is free, nothing is refused.
func room(c Config, o Options) error {
	runs, err := history.Read(c.Warehouse.Path)
	if err != nil {
		return err
	}
	inLake, inWarehouse := needs(runs, servedBytes(c.Warehouse.Path))
	places := []demand{{"lake.path", c.Lake.Path, inLake}, {"warehouse.path", c.Warehouse.Path, inWarehouse}}
	if oneDisk(c.Lake.Path, c.Warehouse.Path) {
		places = []demand{{"lake.path and warehouse.path", c.Lake.Path, inLake + inWarehouse}}
	}
	reserve := cmp.Or(c.Disk.Reserve, usualReserve)
	for _, p := range places {
		free, err := freeBytes(p.path)
		if err != nil {
			o.Log.Warn("how much room is left on the disk cannot be told", "folder", p.path, "error", err)
			continue
		}
		o.Log.Debug("room on the disk", "folder", p.path, "free", free, "need", p.need, "reserve", reserve)
		if free < uint64(p.need+reserve) {
			return &SpaceError{
				Problem: fmt.Sprintf("the disk of %s has %d MB free; a run takes about %d MB and leaves %d MB (disk.reserve): %s", p.key, free>>20, p.need>>20, reserve>>20, p.path),
				Remedy:  "make room, or move the folder to a larger disk and change the key; what was published before stays",
			}
		}
	}
	return nil
}

// demand is a folder and how many bytes a run will write there.
type demand struct {
	key, path string
	need      int64
}

// needs estimates what a run writes to lake and warehouse: as much as the largest of the last week's runs, and half as
// much again. A build spills beside its file, about as much as the file has.
func needs(runs []history.Run, served int64) (inLake, inWarehouse int64) {
	const week = 7
	for _, r := range runs[max(0, len(runs)-week):] {
		extract, _ := r.Step("extract")
		derive, _ := r.Step("derive")
		check, _ := r.Step("check")
		inLake, served = max(inLake, extract.Bytes+derive.Bytes), max(served, check.Bytes)
	}
	return inLake + inLake/2, 2*served + served/2
}

// servedBytes is the size of the published file, 0 without one.
func servedBytes(dir string) int64 {
	file, err := warehouse.Current(dir)
	if err != nil {
		return 0
	}
	bytes, err := size(file)
	if err != nil {
		return 0
	}
	return bytes
}
