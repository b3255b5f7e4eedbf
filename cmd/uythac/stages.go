package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

func (a *app) extract() *cobra.Command {
	return a.stage("extract", "Take the source's rows, cleaned, into the lake", true,
		func(ctx context.Context, c pipeline.Config, o pipeline.Options) (string, error) {
			r, err := pipeline.RunExtract(ctx, c, o)
			if err != nil {
				return copied(r.Copy), err // what a run cost the source is told whatever comes of it
			}
			return copied(r.Copy) + extracted(r), nil
		})
}

func (a *app) derive() *cobra.Command {
	return a.stage("derive", "Compute the facts and indicators that are missing or stale", false,
		func(ctx context.Context, c pipeline.Config, o pipeline.Options) (string, error) {
			r, err := pipeline.RunDerive(ctx, c, o)
			if err != nil {
				return "", err
			}
			return derived(r), nil
		})
}

func (a *app) build() *cobra.Command {
	return a.stage("build", "Build a warehouse beside the published one and check it; publish nothing", false,
		func(ctx context.Context, c pipeline.Config, o pipeline.Options) (string, error) {
			r, err := pipeline.RunBuild(ctx, c, o)
			if err != nil {
				return "", err
			}
			return built(r), nil
		})
}

func (a *app) refresh() *cobra.Command {
	var trigger string
	cmd := a.stage("refresh", "Extract, derive, build, check and publish: all that is needed, and nothing when nothing changed", true,
		func(ctx context.Context, c pipeline.Config, o pipeline.Options) (string, error) {
			if err := oneOf("trigger", trigger, triggers); err != nil {
				return "", err
			}
			call := func() (pipeline.RefreshResult, error) { return pipeline.Refresh(ctx, c, o) }
			if trigger != triggers[0] {
				call = func() (pipeline.RefreshResult, error) { return a.unwatched(ctx, trigger, o) }
			}
			r, err := call()
			if err != nil {
				return copied(r.Extract.Copy), err
			}
			return copied(r.Extract.Copy) + refreshed(r), nil
		})
	cmd.Flags().StringVar(&trigger, "trigger", triggers[0], "`who` starts it: "+strings.Join(triggers, ", "))
	return cmd
}

// triggers say who starts a refresh.
var triggers = []string{"hand", "cron", "systemd"}

// stage makes the command of a stage: read the configuration, one call, print what it did.
func (a *app) stage(name, short string, through bool, call func(context.Context, pipeline.Config, pipeline.Options) (string, error)) *cobra.Command {
	var last string
	usage := "uythac " + name
	cmd := &cobra.Command{
		Use: name, Short: short, Args: arguments(0, 0, usage),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := a.load("source.kind", sourceNeed, "lake.path", "warehouse.path")
			if err != nil {
				return err
			}
			p := a.progress()
			o := a.options(p)
			if o.Through, err = day("--through", last); err != nil {
				return err
			}
			text, err := call(cmd.Context(), c.Config, o)
			p.finish()
			_, e := io.WriteString(a.stdout, text)
			return errors.Join(err, e)
		},
	}
	if through {
		cmd.Flags().StringVar(&last, "through", "", "last `day` to take, as 2020-12-31 (default: as business_day tells)")
	}
	return cmd
}

func refreshed(r pipeline.RefreshResult) string {
	if r.Unchanged() {
		return "nothing changed: the lake holds every row of the source through " + r.Extract.Through.String() +
			", and " + r.Build.File + " serves them\n" + notRead(r.Extract)
	}
	return extracted(r.Extract) + derived(r.Derive) + built(r.Build) + retained(r.Retain) + inMart(r.Mart)
}

// retained tells what was removed because nothing needs it any more.
func retained(r pipeline.RetainResult) string {
	if len(r.Warehouses)+r.Files == 0 {
		return ""
	}
	return fmt.Sprintf("retain: removed %d old warehouses, %d snapshots and %s files of the lake: %s bytes\n", len(r.Warehouses), r.Snapshots, digits(int64(r.Files)), digits(r.Bytes))
}

func extracted(r pipeline.ExtractResult) string {
	if !r.Changed {
		return fmt.Sprintf("extract: nothing changed through %s\n", r.Through) + notRead(r)
	}
	var read, kept, quarantined, waiting int64
	var absent []string
	for _, t := range r.Tables {
		read, kept, quarantined, waiting = read+t.Read, kept+t.Kept, quarantined+t.Quarantined, waiting+t.Waiting
		if !t.Present {
			absent = append(absent, t.Name)
		}
	}
	text := fmt.Sprintf("extract: through %s; %s rows read = %s kept + %s quarantined + %s waiting; %d parts of the lake rewritten\n",
		r.Through, digits(read), digits(kept), digits(quarantined), digits(waiting), r.Units)
	if absent != nil {
		text += "extract: not offered by the source, taken as empty: " + strings.Join(absent, ", ") + "\n"
	}
	return text + notRead(r)
}

// notRead names the files that may have been meant for a table.
func notRead(r pipeline.ExtractResult) string {
	if len(r.Strays) == 0 {
		return ""
	}
	return "extract: not read, because they belong to no table: " + strings.Join(r.Strays, ", ") + "\n"
}

func derived(r pipeline.DeriveResult) string {
	if len(r.Stale) == 0 {
		return fmt.Sprintf("derive: nothing stale; %d months hold\n", r.Fresh)
	}
	return fmt.Sprintf("derive: %d months computed, %d left as they were\n", len(r.Stale), r.Fresh)
}

func built(r pipeline.BuildResult) string {
	_, warnings := warehouse.Tally(r.Checks)
	switch {
	case !r.Built:
		return "build: nothing changed: " + r.File + " serves\n"
	case !r.Published:
		return fmt.Sprintf("build: %s; %d checks held, %d of them with warnings; not published: `uythac refresh` does that\n", r.File, len(r.Checks), warnings)
	}
	return fmt.Sprintf("build: %d checks held, %d of them with warnings; published %s\n", len(r.Checks), warnings, r.File)
}

// digits is a whole number for people.
func digits(n int64) string { return render.Number("en", big.NewRat(n, 1), schemas.Show{}) }
