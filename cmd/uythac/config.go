package main

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/uythac/uythac/pipeline"
)

const configFile = "uythac.yaml"

// key is one key of the configuration. It can stand in uythac.yaml, in the environment as
// UYTHAC_ with dots as underscores, or on the command line; the later wins.
type key struct {
	name  string
	path  bool   // relative to the configuration file's folder, elsewhere to the working folder
	usage string // what it is, for help
	set   func(c *config, text string) error
}

// config is the configuration as read.
type config struct {
	pipeline.Config
	Lang string
	File string // where it was read from; empty: no file
}

var memory = regexp.MustCompile(`(?i)^\d+(\.\d+)?\s*(KB|MB|GB|TB|KiB|MiB|GiB|TiB)$`)

// keys is the list of all keys there are.
var keys = []key{
	{"source.kind", false, "kind of the source: files or duckdb", func(c *config, s string) error {
		c.Source.Kind = s
		return oneOf("source.kind", s, []string{"files", "duckdb"})
	}},
	{"source.path", true, "folder of the source's files, or the DuckDB file", func(c *config, s string) error { c.Source.Path = s; return nil }},
	{"lake.path", true, "folder of the lake", func(c *config, s string) error { c.Lake.Path = s; return nil }},
	{"warehouse.path", true, "folder of the published warehouses", func(c *config, s string) error { c.Warehouse.Path = s; return nil }},
	{"warehouse.memory_limit", false, "memory that DuckDB may use, as 400MB", func(c *config, s string) error {
		c.Warehouse.MemoryLimit = s
		if !memory.MatchString(s) {
			return misuse("write it as 400MB or 2GB", "warehouse.memory_limit: %q is not an amount of memory", s)
		}
		return nil
	}},
	{"warehouse.threads", false, "threads that DuckDB may use; 0: all cores", func(c *config, s string) (err error) {
		n, err := whole("warehouse.threads", s, math.MaxInt32)
		c.Warehouse.Threads = int(n)
		return err
	}},
	{"quality.max_quarantined", false, "more quarantined rows than this refuse publication", func(c *config, s string) (err error) {
		c.Quality.MaxQuarantined, err = whole("quality.max_quarantined", s, math.MaxInt64)
		return err
	}},
	{"lang", false, "language of reports: vi or en", func(c *config, s string) error { c.Lang = s; return oneOf("lang", s, languages) }},
}

func whole(name, s string, most int64) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || n > most {
		return 0, misuse("write a whole number, 0 or more", "%s: %q is not one", name, s)
	}
	return n, nil
}

func keyNames() (names []string) {
	for _, k := range keys {
		names = append(names, k.name)
	}
	return names
}

func (k key) env() string { return "UYTHAC_" + strings.ToUpper(strings.ReplaceAll(k.name, ".", "_")) }

// load reads the configuration and checks that the keys named in need are set.
func (a *app) load(need ...string) (c config, err error) {
	texts, file, err := a.configured()
	if err != nil {
		return c, err
	}
	c = config{Lang: languages[0], File: file}
	for _, k := range keys {
		if text, ok := texts[k.name]; ok {
			if err := k.set(&c, text); err != nil {
				return c, err
			}
		}
	}
	for _, name := range need {
		if texts[name] != "" {
			continue
		}
		if file == "" {
			return c, misuse("name one with --config, or make one: `uythac demo` shows how", "there is no %s in this folder and %s is not set", configFile, name)
		}
		return c, misuse("add it, as in: "+example, "%s: %s is missing", file, name)
	}
	return c, nil
}

const example = "source: {kind: files, path: core}, lake: {path: lake}, warehouse: {path: warehouse}"
