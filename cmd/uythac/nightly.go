package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/uythac/uythac/alert"
	"github.com/uythac/uythac/nightly"
	"github.com/uythac/uythac/pipeline"
)

// night is what the configuration says about nights and about who is told.
type night struct {
	schedule, deadline, listen string
	zone                       *time.Location // nil: Asia/Ho_Chi_Minh
	retry                      pipeline.Retry

	smtp         alert.SMTP
	password     secret // of the mail server
	webhookURL   secret
	webhookToken secret
	caFile       string
}

// usualNight is the night where the configuration says nothing.
func usualNight() night {
	return night{schedule: "30 1 * * *", deadline: "06:00", retry: pipeline.Retry{Times: 5, First: time.Minute, Most: 30 * time.Minute}}
}

// zone is where the nights are.
func (c *config) zone() *time.Location {
	if c.night.zone != nil {
		return c.night.zone
	}
	zone, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		panic(err) // the zone files are in the program
	}
	return zone
}

func (a *app) nightly() *cobra.Command {
	var once bool
	cmd := &cobra.Command{
		Use: "nightly", Short: "Refresh every night by itself, and tell people when it cannot",
		Long: "Stays and refreshes by nightly.schedule in nightly.zone (default 01:30, Asia/Ho_Chi_Minh). Nights that were\n" +
			"missed are caught up by one run. SIGTERM ends it; what is published stays.\n\n" +
			"docs/nightly.md tells of systemd, cron, alerts and metrics.",
		Args: arguments(0, 0, "uythac nightly"),
	}
	cmd.Flags().BoolVar(&once, "check", false, "say what the configuration asks for and when the next nights are, and end")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		c, n, err := a.loadNight()
		if err != nil {
			return err
		}
		if once {
			_, err := fmt.Fprint(a.stdout, a.plan(c, n))
			return err
		}
		g, ctx := errgroup.WithContext(cmd.Context())
		if c.night.listen != "" {
			l, err := new(net.ListenConfig).Listen(ctx, "tcp", c.night.listen)
			if err != nil {
				return fmt.Errorf("nightly.listen: %w\n  → take an address of this machine and a free port, as 127.0.0.1:9190, or leave it out", err)
			}
			g.Go(func() error { return n.Serve(ctx, l) })
		}
		g.Go(func() error { return n.Run(ctx) })
		return g.Wait()
	}
	return cmd
}

// loadNight reads the configuration of a refresh that nobody watches.
func (a *app) loadNight() (c config, n *nightly.Nightly, err error) {
	if c, err = a.load("source.kind", sourceNeed, "lake.path", "warehouse.path"); err != nil {
		return c, nil, err
	}
	plan, err := nightly.ParsePlan(c.night.schedule, c.night.deadline, c.zone())
	if err != nil {
		return c, nil, misuse(`write nightly.schedule as "30 1 * * *" (minute hour day month weekday) and nightly.deadline as "06:00", in quotes`, "nightly: %v", err)
	}
	book, err := c.alerts(a)
	if err != nil {
		return c, nil, err
	}
	o := pipeline.Options{Log: a.log, Version: versionText(), Now: a.now, Retry: c.night.retry}
	return c, &nightly.Nightly{Config: c.Config, Options: o, Plan: plan, Alerts: book, Log: a.log, Now: a.now}, nil
}

// plan tells what the configuration asks for.
func (a *app) plan(c config, n *nightly.Nightly) string {
	var b strings.Builder
	fmt.Fprintf(&b, "schedule   %s, %s\n", c.night.schedule, c.zone())
	at := a.now()
	for range 3 {
		at = n.Plan.Next(at)
		line := "           " + at.Format("2006-01-02 15:04 -07:00")
		if deadline, ok := n.Plan.Deadline(at); ok {
			line += ", deadline " + deadline.Format("2006-01-02 15:04")
		}
		b.WriteString(line + "\n")
	}
	fmt.Fprintf(&b, "retries    %d, after %s and up to %s\n", c.night.retry.Times, c.night.retry.First, c.night.retry.Most)
	var told []string
	for _, ch := range n.Alerts.Channels {
		told = append(told, ch.Name())
	}
	if told == nil {
		told = []string{"nobody: set alerts.smtp or alerts.webhook"}
	}
	fmt.Fprintf(&b, "alerts     %s\n", strings.Join(told, ", "))
	listen := c.night.listen
	if listen == "" {
		listen = "off"
	}
	fmt.Fprintf(&b, "metrics    %s\n", listen)
	return b.String()
}

// alerts makes the channels that the configuration names.
func (c *config) alerts(a *app) (*alert.Book, error) {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	b := &alert.Book{Dir: c.Warehouse.Path, Host: host, Lang: c.Lang, Now: a.now}
	root, err := trusted(c.night.caFile)
	if err != nil {
		return nil, err
	}
	s := c.night.smtp
	switch {
	case s.Host != "" && (s.From == "" || len(s.To) == 0):
		return nil, misuse("set alerts.smtp.from to an address and alerts.smtp.to to a list of them", "alerts.smtp.host is set, and not who writes to whom")
	case s.Host == "" && (s.From != "" || len(s.To) > 0 || s.User != ""):
		return nil, misuse("set it to the mail server, or take alerts.smtp out", "alerts.smtp.host is missing")
	case s.Host != "":
		c.night.password.name, c.night.password.env = "alerts.smtp.password", a.variable(smtpPasswordEnv)
		if s.Root = root; c.night.password.given() {
			s.Password = c.night.password.read
		}
		b.Channels = append(b.Channels, s)
	}
	address, token := &c.night.webhookURL, &c.night.webhookToken
	address.name = "alerts.webhook.url"
	token.name, token.env = "alerts.webhook.token", a.variable(webhookTokenEnv)
	switch {
	case address.given():
		w := alert.Webhook{URL: address.read, Root: root}
		if token.given() {
			w.Token = token.read
		}
		b.Channels = append(b.Channels, w)
	case token.given():
		return nil, misuse("set alerts.webhook.url, or take the token out", "alerts.webhook has a token and no URL")
	}
	return b, nil
}

// trusted reads the certificates of authorities that receivers' certificates may be signed by; without a file the
// system's are trusted.
func trusted(file string) (*tls.Config, error) {
	if file == "" {
		return nil, nil //nolint:nilnil // no configuration is Go's own
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, misuse("name a file with certificates in PEM", "alerts.ca_file: %v", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		return nil, misuse("name a file with certificates in PEM", "alerts.ca_file: %s holds no certificate", filepath.Base(file))
	}
	return &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}, nil
}

// unwatched is a refresh that cron or systemd starts: what a night does.
func (a *app) unwatched(ctx context.Context, trigger string, o pipeline.Options) (pipeline.RefreshResult, error) {
	_, n, err := a.loadNight()
	if err != nil {
		return pipeline.RefreshResult{}, err
	}
	n.Options.Through = o.Through
	res, err := n.Night(ctx, trigger)
	if errors.Is(err, context.Canceled) {
		return res, ctx.Err()
	}
	return res, err
}
