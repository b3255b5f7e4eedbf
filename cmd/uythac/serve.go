package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/presence"
	"github.com/uythac/uythac/serve"
	"github.com/uythac/uythac/serve/doors"
)

func (a *app) serve() *cobra.Command {
	return &cobra.Command{
		Use: "serve", Short: "Let programs and people read what is published: HTTP and Arrow Flight SQL",
		Long: "Opens the doors serve.http and serve.flight and answers until it is ended. Every user sees what the policy of the\n" +
			"user's role in access.roles says; what is asked is written to the audit log. A new version is seen at once;\n" +
			"answers that are on their way end on the old one.\n\ndocs/serve.md tells of users, TLS and clients.",
		Args: arguments(0, 0, "uythac serve"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := a.load("warehouse.path")
			if err != nil {
				return err
			}
			if err := c.doors.Check(); err != nil {
				problem, remedy, _ := strings.Cut(err.Error(), "\n  → ")
				return misuse(remedy, "%s", problem)
			}
			if _, err := pipeline.CurrentVersion(c.Config); err != nil {
				return err
			}
			self, err := os.Executable()
			if err != nil {
				return err
			}
			s := &doors.Server{Config: c.doors, Warehouse: c.Warehouse, Worker: []string{self, workerCommand}, Version: versionText(), Log: a.log, Now: a.now, Zone: c.zone()}
			if c.Lake.Path != "" {
				s.Entries = func(ctx context.Context, v serve.Version, contract string, from, to calendar.Day) ([]string, [][]any, error) {
					return pipeline.LoanEntries(ctx, c.Config, v.Published, contract, from, to)
				}
			}
			s.Opened = a.opened
			if err := s.Run(cmd.Context()); err != nil && !errors.Is(err, cmd.Context().Err()) {
				return err
			}
			return nil
		},
	}
}

// opened says where the doors are.
func (a *app) opened(d presence.Doors) {
	secure := map[bool]string{true: "s"}[d.TLS]
	if d.HTTP != "" {
		fmt.Fprintf(a.stderr, "HTTP: http%s://%s/\n", secure, d.HTTP)
	}
	if d.Flight != "" {
		fmt.Fprintf(a.stderr, "Flight SQL: %s%s\n", d.Flight, map[bool]string{true: ", TLS"}[d.TLS])
	}
}
