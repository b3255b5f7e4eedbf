// Package serve_test opens the doors of uythac serve on a small branch and looks at what each role sees through them, with
// clients that others wrote.
package serve_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/mart"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/pipeline/warehouse"
)

// TestMain is also the worker of the tests' statements, as main is of the program, and the nightly run of a benchmark.
func TestMain(m *testing.M) {
	programs := map[string]func() error{"sql-worker": func() error { return analyst.Work(os.Stdin, os.Stdout) }, "refresh": refreshLarge}
	if len(os.Args) > 1 && programs[os.Args[1]] != nil {
		if err := programs[os.Args[1]](); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	for _, end := range atEnd {
		end()
	}
	os.Exit(code)
}

// atEnd is called after the last test.
var atEnd []func()

// branch is a small branch with two published versions, through November and through December, and files of its roles.
var branch = sync.OnceValues(func() (c pipeline.Config, err error) {
	dir, err := os.MkdirTemp("", "serve-test-")
	if err != nil {
		return c, err
	}
	atEnd = append(atEnd, func() { _ = os.RemoveAll(dir) })
	c = configuration(dir)
	ctx := context.Background()
	_, err = pipeline.Simulate(ctx, pipeline.SimulateOptions{Options: simulate.Options{
		Seed: 21, Households: 40, From: calendar.MonthOf(2020, 11), To: calendar.MonthOf(2020, 12)}, Format: "parquet", Out: c.Source.Path}, pipeline.Options{})
	if err != nil {
		return c, err
	}
	for _, through := range []calendar.Day{calendar.Date(2020, 11, 30), calendar.Date(2020, 12, 31)} {
		if _, err := pipeline.Refresh(ctx, c, pipeline.Options{Through: &through}); err != nil {
			return c, err
		}
		if c.Mart.Roles != nil {
			continue
		}
		office, commune, err := places(c)
		if err != nil {
			return c, err
		}
		c.Serves = true
		c.Mart = mart.Config{Roles: access.Roles{
			"all_of_it": {All: true}, "unions": {Unions: []string{"11", "12"}}, "office": {Offices: []string{office}}, "both": {Unions: []string{"11"}, Offices: []string{office}},
			"commune": {Communes: []string{commune}}, "nobody": {}, "cells": {All: true, SuppressBelow: 5}, "cells_of_unions": {Unions: []string{"11", "12"}, SuppressBelow: 5},
		}}
	}
	return c, nil
})

func configuration(dir string) pipeline.Config {
	return pipeline.Config{Source: pipeline.Source{Kind: "files", Path: filepath.Join(dir, "core")}, Lake: pipeline.Place{Path: filepath.Join(dir, "lake")},
		Warehouse: pipeline.Warehouse{Path: filepath.Join(dir, "warehouse")}}
}

// places are codes of an office and a commune of it.
func places(c pipeline.Config) (office, commune string, err error) {
	file, err := warehouse.Current(c.Warehouse.Path)
	if err != nil {
		return "", "", err
	}
	return office, commune, eachRow(file, "", "SELECT min(office_code), min_by(commune_code, (office_code, commune_code)) FROM whole.dim.commune", func(scan func(...any) error) error {
		return scan(&office, &commune)
	})
}

func published(t testing.TB) (pipeline.Config, string) {
	t.Helper()
	c, err := branch()
	if err != nil {
		t.Fatal(err)
	}
	file, err := warehouse.Current(c.Warehouse.Path)
	if err != nil {
		t.Fatal(err)
	}
	return c, file
}
