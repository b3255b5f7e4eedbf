package main

import (
	"log/slog"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
)

// logger makes the log that --log-level and --log-format ask for, on stderr.
func (a *app) logger() (*slog.Logger, error) {
	var level slog.Level
	if err := oneOf("log level", a.flags.logLevel, []string{"debug", "info", "warn", "error"}); err != nil {
		return nil, err
	}
	if err := level.UnmarshalText([]byte(a.flags.logLevel)); err != nil {
		return nil, err
	}
	if err := oneOf("log format", a.flags.logFormat, []string{"text", "json"}); err != nil {
		return nil, err
	}
	opts := &slog.HandlerOptions{Level: level}
	if a.flags.logFormat == "json" {
		return slog.New(slog.NewJSONHandler(a.stderr, opts)), nil
	}
	return slog.New(slog.NewTextHandler(a.stderr, opts)), nil
}

// options are the circumstances of a run of the pipeline.
func (a *app) options(p *progress) pipeline.Options {
	return pipeline.Options{Log: a.log, Progress: p.show, Version: versionText(), Now: a.now}
}

// day reads a flag that holds a day; empty is nil.
func day(flag, text string) (*calendar.Day, error) {
	if text == "" {
		return nil, nil
	}
	d, err := calendar.Parse(text)
	if err != nil {
		return nil, misuse("write the day as 2020-12-31", "%s: %q is not a day", flag, text)
	}
	return &d, nil
}
