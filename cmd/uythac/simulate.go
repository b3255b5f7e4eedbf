package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/schemas"
)

func (a *app) simulate() *cobra.Command {
	var s pipeline.SimulateOptions
	var from, to string
	cmd := &cobra.Command{
		Use: "simulate --out DIR", Short: "Make up a branch, or a nation of them, that obeys the source contract",
		Args: arguments(0, 0, "uythac simulate --format parquet --out DIR"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if err := oneOf("format", s.Format, pipeline.Formats()); err != nil {
				return err
			}
			if s.Branches < 1 {
				return misuse("write 1 or more", "--branches %d is not a number of branches", s.Branches)
			}
			// A preset brings its own period; a period given with it is still honoured or refused by it.
			if s.Preset == "" || cmd.Flags().Changed("from") {
				if s.From, err = month("--from", from); err != nil {
					return err
				}
			}
			if s.Preset == "" || cmd.Flags().Changed("to") {
				if s.To, err = month("--to", to); err != nil {
					return err
				}
			}
			p := a.progress()
			o := a.options(p)
			began := a.now()
			sum, err := pipeline.Simulate(cmd.Context(), s, o)
			p.finish()
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.stdout, "%s: %s in %.1f s\n", s.Out, made(sum), a.now().Sub(began).Seconds())
			return err
		},
	}
	f := cmd.Flags()
	f.StringVar(&s.Preset, "preset", "", "published-2020: one branch whose 2020 report is the published one")
	f.IntVar(&s.Branches, "branches", 1, "number of branches")
	f.StringVar(&from, "from", "2019-01", "first `month` of the ledgers")
	f.StringVar(&to, "to", "2020-12", "last `month` of the ledgers")
	f.Uint64Var(&s.Seed, "seed", 1, "the same seed gives the same files")
	f.IntVar(&s.Households, "households", 0, "households a branch; 0: the built-in size")
	f.StringVar(&s.Format, "format", "parquet", strings.Join(pipeline.Formats(), ", "))
	f.StringVar(&s.Out, "out", "", "new or empty folder to write to; for duckdb a new file")
	return cmd
}

func month(flag, text string) (calendar.Month, error) {
	m, err := calendar.ParseMonth(text)
	if err != nil {
		return 0, misuse("write the month as 2020-12", "%s: %q is not a month", flag, text)
	}
	return m, nil
}

// made says what a simulation wrote.
func made(s simulate.Summary) string {
	var rows int64
	for _, t := range s.Tables {
		rows += t.Rows
	}
	return fmt.Sprintf("%s ledger entries, %s rows in all", digits(s.Rows(schemas.LoanLedger.Name, schemas.DepositLedger.Name)), digits(rows))
}
