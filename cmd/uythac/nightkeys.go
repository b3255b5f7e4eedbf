package main

import (
	"fmt"
	"math"
	"net/url"
	"strings"
	"time"
	_ "time/tzdata" // machines without zone files know the night's zone, too
)

// The environment's names of secrets of alerts.
const (
	smtpPasswordEnv = "UYTHAC_ALERTS_SMTP_PASSWORD"
	webhookTokenEnv = "UYTHAC_ALERTS_WEBHOOK_TOKEN"
)

// nightKeys are the keys of nights, alerts and the watch on the disk.
var nightKeys = []key{
	{"disk.reserve", false, "room that a refresh leaves free on the disk, as 10GB (default 200MB)", func(c *config, s string) (err error) {
		c.Disk.Reserve, err = amount("disk.reserve", s)
		return err
	}},
	{"nightly.schedule", false, `when nights are, as a cron expression (default "30 1 * * *")`, func(c *config, s string) error { c.night.schedule = s; return nil }},
	{"nightly.zone", false, "time zone of schedule, deadline and --as-known-on (default Asia/Ho_Chi_Minh)", func(c *config, s string) (err error) {
		if c.night.zone, err = time.LoadLocation(s); err != nil {
			return misuse("write it as Asia/Ho_Chi_Minh or UTC", "nightly.zone: there is no time zone %q", s)
		}
		return nil
	}},
	{"nightly.deadline", false, "when readers expect the figures (default 06:00); none: no deadline", func(c *config, s string) error {
		if c.night.deadline = s; s == "none" {
			c.night.deadline = ""
		}
		return nil
	}},
	{"nightly.retries", false, "how often what may pass by itself is tried again (default 5)", func(c *config, s string) error {
		n, err := whole("nightly.retries", s, 1000)
		c.night.retry.Times = int(n)
		return err
	}},
	{"nightly.backoff", false, "wait before the second attempt, as 1m; each later one waits twice as long", func(c *config, s string) (err error) {
		c.night.retry.First, err = span("nightly.backoff", s)
		return err
	}},
	{"nightly.backoff_most", false, "longest wait before an attempt (default 30m)", func(c *config, s string) (err error) {
		c.night.retry.Most, err = span("nightly.backoff_most", s)
		return err
	}},
	{"nightly.listen", false, "address for metrics and health, as 127.0.0.1:9190 (default: off)", func(c *config, s string) error {
		if strings.HasPrefix(s, ":") {
			s = "127.0.0.1" + s // to be seen from elsewhere it has to be said
		}
		c.night.listen = s
		return nil
	}},
	{"alerts.ca_file", true, "file of certificates that receivers' certificates may be signed by, as PEM", func(c *config, s string) error { c.night.caFile = s; return nil }},
	{"alerts.smtp.host", false, "mail server", func(c *config, s string) error { c.night.smtp.Host = s; return nil }},
	{"alerts.smtp.port", false, "its port (default 587; 465 with tls, 25 with none)", func(c *config, s string) error {
		n, err := whole("alerts.smtp.port", s, math.MaxUint16)
		c.night.smtp.Port = int(n)
		return err
	}},
	{"alerts.smtp.tls", false, "starttls, tls or none (default starttls)", func(c *config, s string) error {
		c.night.smtp.TLS = s
		return oneOf("alerts.smtp.tls", s, []string{"starttls", "tls", "none"})
	}},
	{"alerts.smtp.user", false, "user of the mail server", func(c *config, s string) error { c.night.smtp.User = s; return nil }},
	{"alerts.smtp.password_file", true, "file that holds that user's password", func(c *config, s string) error { c.night.password.file = s; return nil }},
	{"alerts.smtp.password_command", false, "command that prints it", func(c *config, s string) error { c.night.password.command = s; return nil }},
	{"alerts.smtp.from", false, "address that mails come from", func(c *config, s string) error { c.night.smtp.From = s; return nil }},
	{"alerts.smtp.to", false, "addresses that mails go to, separated by commas", func(c *config, s string) error { c.night.smtp.To = words(s); return nil }},
	{"alerts.webhook.url", false, "URL that alerts are posted to", func(c *config, s string) error {
		if u, err := url.Parse(s); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			return misuse("write it as https://host/path", "alerts.webhook.url is no URL")
		}
		c.night.webhookURL.env = s // as it stands, before file and command
		return nil
	}},
	{"alerts.webhook.url_file", true, "file that holds it, where it is a secret", func(c *config, s string) error { c.night.webhookURL.file = s; return nil }},
	{"alerts.webhook.url_command", false, "command that prints it", func(c *config, s string) error { c.night.webhookURL.command = s; return nil }},
	{"alerts.webhook.token_file", true, "file that holds a bearer's token", func(c *config, s string) error { c.night.webhookToken.file = s; return nil }},
	{"alerts.webhook.token_command", false, "command that prints it", func(c *config, s string) error { c.night.webhookToken.command = s; return nil }},
}

// aSecret tells of a key that must not stand in the configuration, and its variable in the environment.
func aSecret(name string) (env string, ok bool) {
	for _, secret := range []string{"source.password", "source.hmac_key", "alerts.smtp.password", "alerts.webhook.token", "mart.password"} {
		if name == secret {
			return "UYTHAC_" + strings.ToUpper(strings.ReplaceAll(name, ".", "_")), true
		}
	}
	return "", false
}

// aList tells of the keys that may be lists.
func aList(name string) bool { return name == "source.hmac" || name == "alerts.smtp.to" }

// misplaced refuses a secret in the configuration.
func misplaced(file, name, env string) error {
	return misuse(fmt.Sprintf("set %s, or %s_file, or %s_command, and take it out of the file", env, name, name), "%s: %s: a secret does not belong into a configuration", file, name)
}
