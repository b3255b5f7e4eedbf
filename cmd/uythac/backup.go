package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/pipeline"
)

func (a *app) backup() *cobra.Command {
	return &cobra.Command{
		Use: "backup DIR|FILE.tar.zst", Short: "Copy lake and warehouse into a new folder or file, with a hash of every file",
		Long: "Copies lake, published warehouses, run history and configuration, with the rules and templates that it names, into a new\n" +
			"folder, or a new file whose name ends in .tar.zst, with the SHA-256 of every file. No refresh can begin meanwhile; readers are not disturbed.\n" +
			"The source is not in it, and neither are secrets.",
		Args: arguments(1, 1, "uythac backup DIR|FILE.tar.zst"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := a.load("lake.path", "warehouse.path")
			if err != nil {
				return err
			}
			settings, err := c.settings()
			if err != nil {
				return err
			}
			p := a.progress()
			m, err := pipeline.Backup(cmd.Context(), c.Config, args[0], settings, a.options(p))
			p.finish()
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.stdout, "backup: %d files, %s bytes in %s; %s\n", len(m.Files), digits(m.Bytes()), args[0], m.Note)
			return err
		},
	}
}

// settings are the files that decide how the program works, by their names in a backup: as they lie beside the configuration,
// or in folders of their own where they lie elsewhere.
func (c config) settings() (map[string]string, error) {
	files := map[string]string{}
	if c.File != "" {
		files[filepath.Base(c.File)] = c.File
	}
	if c.RulesFile != "" {
		files[c.beside(c.RulesFile, "rules/"+filepath.Base(c.RulesFile))] = c.RulesFile
	}
	if c.Templates == "" {
		return files, nil
	}
	entries, err := os.ReadDir(c.Templates)
	if err != nil {
		return nil, misuse("correct it, or leave it out", "document.templates: %v", err)
	}
	for _, e := range entries {
		if e.Type().IsRegular() {
			files[path.Join(c.beside(c.Templates, "templates"), e.Name())] = filepath.Join(c.Templates, e.Name())
		}
	}
	return files, nil
}

// beside is the place of a file as seen from the configuration, or another name for one that is not below its folder.
func (c config) beside(file, elsewhere string) string {
	if rel, err := filepath.Rel(filepath.Dir(c.File), file); c.File != "" && err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return elsewhere
}

func (a *app) restore() *cobra.Command {
	var settings string
	cmd := &cobra.Command{
		Use: "restore DIR|FILE.tar.zst", Short: "Bring lake and warehouse back from a backup, every file proved by its hash",
		Long: "Brings lake and warehouse back to lake.path and warehouse.path, which must not be there yet or be empty: write a\n" +
			"configuration for the new place, or give --lake.path and --warehouse.path. Nothing takes its place before every\n" +
			"file was proved. --settings brings back configuration, rules and templates, too. `uythac check` then shows the figures' checks, and `uythac refresh` goes on from there.",
		Args: arguments(1, 1, "uythac restore DIR|FILE.tar.zst"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := a.load("lake.path", "warehouse.path")
			if err != nil {
				return err
			}
			p := a.progress()
			m, err := pipeline.Restore(cmd.Context(), c.Config, args[0], settings, a.options(p))
			p.finish()
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.stdout, "restore: %d files, %s bytes, as of %s from %s; %s\n", len(m.Files), digits(m.Bytes()), m.Made.In(c.zone()).Format("2006-01-02 15:04 -07:00"), m.Host, m.Note)
			return err
		},
	}
	cmd.Flags().StringVar(&settings, "settings", "", "a new `folder` for the configuration, rules and templates of the backup (default: they are proved and stay in it)")
	return cmd
}
