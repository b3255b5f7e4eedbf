package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/render"
)

// The exit codes.
const (
	done    = 0
	failed  = 1
	misused = 2
	refused = 3
)

// app is what every command gets: where to print, the environment, and the global flags.
type app struct {
	env            []string
	stdout, stderr io.Writer
	now            func() time.Time
	flags          globalFlags
	log            *slog.Logger
}

// run is the whole program but for the process around it.
func run(ctx context.Context, args, env []string, stdout, stderr io.Writer) int {
	a := &app{env: env, stdout: stdout, stderr: stderr, now: time.Now}
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return done
	}
	code, text := explain(ctx, err)
	fmt.Fprintln(stderr, "uythac: "+text)
	return code
}

// explain gives the exit code of an error, what is wrong, and on its own line what to do.
func explain(ctx context.Context, err error) (int, string) {
	var usage *pipeline.UsageError
	var refusal *pipeline.RefusedError
	switch {
	case errors.As(err, &refusal):
		return refused, err.Error()
	case ctx.Err() != nil:
		return failed, "interrupted; what was published before stays\n  → run the same command again: it goes on from what is finished"
	case errors.As(err, &usage):
		return misused, err.Error()
	case strings.Contains(err.Error(), "→"):
		return failed, err.Error()
	}
	return failed, err.Error() + "\n  → remove the cause and run the same command again; --log-level debug tells more, and what was published before stays"
}

// misuse is a usage error made by this package.
func misuse(remedy, format string, args ...any) error {
	return &pipeline.UsageError{Problem: fmt.Sprintf(format, args...), Remedy: remedy}
}

// commands is the list of what uythac can do, in the order of its help.
func (a *app) commands() []*cobra.Command {
	return []*cobra.Command{
		a.demo(), a.simulate(),
		a.extract(), a.derive(), a.build(), a.refresh(), a.nightly(), a.runs(), a.reconcile(), a.heals(), a.doctor(), a.source(), a.backup(), a.restore(), a.publish(), a.serve(), a.user(), a.audit(),
		a.report(), a.reports(), a.explain(), a.comparePublished(), a.trend(), a.trends(), a.chart(), a.charts(), a.document(), a.closePeriod(), a.reopenPeriod(), a.restatements(), a.check(), a.status(),
		a.sql(), a.query(), a.queries(), a.sqlWorker(), a.schema(), a.version(),
	}
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "uythac",
		Short: "From a policy bank's ledgers to its published report",
		Long: "uythac takes the transaction ledgers of entrusted lending into a Parquet lake, computes the\n" +
			"indicators per savings group and union, and publishes report tables in a DuckDB file.\n\n" +
			"Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 a check refuses to publish, or lake and source differ.",
		SilenceErrors: true, SilenceUsage: true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			var names []string
			for _, c := range a.commands() {
				names = append(names, c.Name())
			}
			return unknown("command", args[0], names)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, args []string) (err error) {
			if err := noneEmpty(cmd.Flags()); err != nil {
				return err
			}
			a.log, err = a.logger()
			return err
		},
	}
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return misuse(fmt.Sprintf("`%s --help` lists the flags", cmd.CommandPath()), "%s: %v", cmd.Name(), err)
	})
	a.flags.add(root.PersistentFlags())
	root.AddCommand(a.commands()...)
	return root
}

// noneEmpty refuses a flag given without a value: in a script it is a variable that is not set, and
// the latest day or the folder at hand is not what was meant.
func noneEmpty(flags *pflag.FlagSet) (err error) {
	flags.Visit(func(f *pflag.Flag) {
		if err == nil && f.Value.String() == "" {
			err = misuse("give it a value, or leave it out", "--%s is empty", f.Name)
		}
	})
	return err
}

// unknown is the error for a name that is not in a list.
func unknown(what, name string, names []string) error {
	remedy := "take one of: " + strings.Join(names, ", ")
	if best, near := nearest(name, names); near {
		remedy = fmt.Sprintf("did you mean %s? There are: %s", best, strings.Join(names, ", "))
	}
	return misuse(remedy, "there is no %s %q", what, name)
}

// arguments checks how many arguments a command gets.
func arguments(least, most int, usage string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return misuse("write it as: "+usage, "%s: %d arguments given", cmd.Name(), len(args))
		}
		return nil
	}
}

// oneOf checks a choice that a flag or the configuration makes.
func oneOf(what, value string, choices []string) error {
	if slices.Contains(choices, value) {
		return nil
	}
	return unknown(what, value, choices)
}

var languages = []string{"vi", "en"}

// formatFlag adds --format with the formats of render to a command.
func formatFlag(cmd *cobra.Command) *string {
	return cmd.Flags().String("format", render.Formats()[0], strings.Join(render.Formats(), ", "))
}
