package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/mart"
	"github.com/uythac/uythac/pipeline"
)

func (a *app) publish() *cobra.Command {
	cmd := &cobra.Command{
		Use: "publish", Short: "Copy what is published to where other programs read it",
		Args: arguments(1, 1, "uythac publish postgres"),
		RunE: func(_ *cobra.Command, args []string) error {
			return unknown("place to publish to", args[0], []string{"postgres"})
		},
	}
	cmd.AddCommand(a.publishPostgres())
	return cmd
}

func (a *app) publishPostgres() *cobra.Command {
	return &cobra.Command{
		Use: "postgres", Short: "Copy indicators, reports and trends into the PostgreSQL database of mart.url",
		Long: "Copies names, indicators, reports, trends and checks of the published warehouse into new tables of the PostgreSQL\n" +
			"database that mart.url names, and lets readers see all of them at one moment. Nothing is done when the database has them.\n" +
			"The roles of access.roles become roles of the database, each with what its policy lets it see. `refresh` and `nightly`\n" +
			"do this after every publication.",
		Args: arguments(0, 0, "uythac publish postgres"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := a.load("warehouse.path", "mart.url")
			if err != nil {
				return err
			}
			p := a.progress()
			r, err := pipeline.PublishMart(cmd.Context(), c.Config, a.options(p))
			p.finish()
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(a.stdout, inMart(r))
			return err
		},
	}
}

// inMart tells what came into the mart; nothing when there is none.
func inMart(r mart.Result) string {
	if r.Run == "" {
		return ""
	}
	if !r.Changed {
		return "mart: nothing changed: it has run " + r.Run + "\n"
	}
	text := fmt.Sprintf("mart: %d tables, %s rows of run %s; readers were held up for %s\n", r.Tables, digits(r.Rows), r.Run, r.Swap.Round(time.Millisecond))
	if r.Waited > time.Second {
		text += fmt.Sprintf("mart: waited %s for readers that held the tables\n", r.Waited.Round(time.Second))
	}
	return text
}
