package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/serve/doors"
)

func (a *app) doctor() *cobra.Command {
	return &cobra.Command{
		Use: "doctor", Short: "Look at source, disk and lake, and say what is wrong and what to do",
		Long: "Looks at the source (connection, rights, clock, replica, tables, columns, types, indexes), at the disk, at the\n" +
			"lake, and at the records of runs and publications, and says what to do. It changes nothing. Exit code 1 when an extraction would fail.",
		Args: arguments(0, 0, "uythac doctor"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := a.load("source.kind", sourceNeed, "lake.path")
			if err != nil {
				return err
			}
			findings, err := pipeline.Doctor(cmd.Context(), c.Config, a.options(a.progress()))
			if err != nil {
				return err
			}
			if c.Serves {
				findings = append(findings, doorFinding(c.doors))
			}
			var b strings.Builder
			bad, warnings := 0, 0
			for _, f := range findings {
				fmt.Fprintf(&b, "%-8s %-19s %s\n", f.Level, f.What, strings.ReplaceAll(f.Text, "\n", "\n                             "))
				if f.Remedy != "" {
					fmt.Fprintf(&b, "%29s→ %s\n", "", strings.ReplaceAll(f.Remedy, "\n", "\n                             "))
				}
				switch f.Level {
				case pipeline.Bad:
					bad++
				case pipeline.Warning:
					warnings++
				}
			}
			fmt.Fprintf(&b, "%d looked at, %d errors, %d warnings\n", len(findings), bad, warnings)
			if _, err := io.WriteString(a.stdout, b.String()); err != nil {
				return err
			}
			if bad > 0 {
				return fmt.Errorf("an extraction would fail: %d errors\n  → do what stands under them above", bad)
			}
			return nil
		},
	}
}

// doorFinding is what would come of `uythac serve`.
func doorFinding(c doors.Config) pipeline.Finding {
	text, err := c.Look()
	if err == nil {
		return pipeline.Finding{Level: pipeline.Good, What: "serve", Text: text}
	}
	problem, remedy, _ := strings.Cut(err.Error(), "\n  → ")
	return pipeline.Finding{Level: pipeline.Warning, What: "serve", Text: strings.TrimPrefix(problem, "serve: "), Remedy: remedy}
}

func (a *app) source() *cobra.Command {
	cmd := &cobra.Command{
		Use: "source", Short: "Help with the configuration of a source: source init",
		Args: arguments(0, 0, "uythac source init"),
		RunE: func(cmd *cobra.Command, args []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use: "init", Short: "Print a configuration to begin with, by looking at a database",
		Long: "Prints a configuration to begin with, by looking at the tables and columns of a database:\n\n" +
			"  uythac source init --source.kind postgres --source.url postgres://reader@host:5432/core > uythac.yaml",
		Args: arguments(0, 0, "uythac source init"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := a.load("source.kind", sourceNeed)
			if err != nil {
				return err
			}
			if !c.Source.OfDatabase() {
				return misuse("files need no more than: "+example, "source init looks at a database, and source.kind is %s", c.Source.Kind)
			}
			text, err := pipeline.SourceInit(cmd.Context(), c.Source, a.options(a.progress()))
			if err != nil {
				return err
			}
			_, err = io.WriteString(a.stdout, text)
			return err
		},
	})
	return cmd
}
