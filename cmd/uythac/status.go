package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

func (a *app) status() *cobra.Command {
	return &cobra.Command{
		Use: "status", Short: "Say what source, lake and warehouse hold at this moment", Args: arguments(0, 0, "uythac status"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := a.load("lake.path", "warehouse.path")
			if err != nil {
				return err
			}
			s, err := pipeline.ReadStatus(cmd.Context(), c.Config)
			if err != nil {
				return err
			}
			var b strings.Builder
			fmt.Fprintf(&b, "source     %s %s\n", c.Source.Kind, cmp.Or(c.Source.Path, c.Source.Database.URL))
			if err := lakeStatus(&b, c.Lake.Path, s.Lake); err != nil {
				return err
			}
			publishedStatus(&b, c.Warehouse.Path, s)
			_, err = io.WriteString(a.stdout, b.String())
			return err
		},
	}
}

func lakeStatus(b *strings.Builder, path string, s pipeline.LakeStatus) error {
	fmt.Fprintf(b, "lake       %s\n", path)
	if s.Empty {
		fmt.Fprintf(b, "           empty: `uythac refresh` fills it\n")
		return nil
	}
	fmt.Fprintf(b, "           entries from %s through %s; %s files, %s bytes\n\n", s.First, s.Through, digits(int64(s.Partitions)), digits(s.Bytes))
	t := render.Table{Lang: "en", Columns: []schemas.Column{
		{Name: "table", Type: schemas.Text}, {Name: "read", Type: schemas.Int64}, {Name: "kept", Type: schemas.Int64},
		{Name: "quarantined", Type: schemas.Int64}, {Name: "waiting", Type: schemas.Int64}, {Name: "offered", Type: schemas.Bool},
	}}
	for _, r := range s.Tables {
		t.Rows = append(t.Rows, []any{r.Name, r.Read, r.Kept, r.Quarantined, r.Waiting, r.Present})
	}
	err := render.Text(b, t)
	b.WriteString("\n")
	return err
}

func publishedStatus(b *strings.Builder, path string, s pipeline.Status) {
	fmt.Fprintf(b, "warehouse  %s\n", path)
	p := s.Published
	if p == nil {
		fmt.Fprintf(b, "           nothing published: `uythac refresh` does that\n")
	} else {
		fmt.Fprintf(b, "           published %s\n           run %s of %s, version %s, through %s\n",
			p.File, p.Run.ID, p.Run.StartedAt.UTC().Format("2006-01-02 15:04:05 UTC"), p.Run.Version, p.Run.Through)
		if n := len(p.AsOf); n > 0 {
			fmt.Fprintf(b, "           %d as-of days, %s to %s\n", n, p.AsOf[0], p.AsOf[n-1])
		}
		errors, warnings := 0, 0
		for _, c := range p.Checks {
			if c.Failed() {
				errors++
			} else if c.Failures > 0 {
				warnings++
			}
		}
		fmt.Fprintf(b, "           %d checks: %d failed, %d with warnings\n", len(p.Checks), errors, warnings)
		if p.Behind {
			fmt.Fprintf(b, "           lags behind: the lake, the reports or the limits changed since; `uythac refresh` publishes that\n")
		}
	}
	if s.Refused != "" {
		fmt.Fprintf(b, "refused    %s: a later run that the checks refused to publish\n", s.Refused)
	}
}
