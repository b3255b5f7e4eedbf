package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/audit"
)

func (a *app) audit() *cobra.Command {
	cmd := &cobra.Command{
		Use: "audit", Short: "Verify the log of who asked for what",
		Args: arguments(1, 1, "uythac audit verify"),
		RunE: func(_ *cobra.Command, args []string) error {
			return unknown("command of audit", args[0], []string{"verify"})
		},
	}
	cmd.AddCommand(a.auditVerify())
	return cmd
}

func (a *app) auditVerify() *cobra.Command {
	var noted string
	cmd := &cobra.Command{
		Use: "verify", Short: "Hold every record of the audit log against the one before it",
		Long: "Each record has the hash of the one before it: what was changed, put in, moved or taken out is found. What was cut off\n" +
			"at the end is found with --noted: a hash that an earlier verification printed and that was written down elsewhere.",
		Args: arguments(0, 0, "uythac audit verify [--noted HASH]"),
		RunE: func(*cobra.Command, []string) error {
			c, err := a.load("warehouse.path")
			if err != nil {
				return err
			}
			f, err := os.Open(c.auditFile())
			if err != nil {
				return misuse("name the log in serve.audit; `uythac serve` begins one", "audit: %v", err)
			}
			defer func() { _ = f.Close() }() // it is only read
			s, err := audit.Verify(f, strings.TrimSpace(noted))
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(a.stdout, held(s))
			return err
		},
	}
	cmd.Flags().StringVar(&noted, "noted", "", "a `hash` that has to be in the log")
	return cmd
}

// held tells what a log comes to.
func held(s audit.Summary) string {
	if s.Records == 0 {
		return "the audit log is empty\n"
	}
	return fmt.Sprintf("the audit log holds: %s records from %s to %s\n%s\n", digits(s.Records), s.First.At.Format(time.RFC3339), s.Last.At.Format(time.RFC3339), s.Last.Hash)
}
