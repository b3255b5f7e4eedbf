package mart_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/mart"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/history"
)

// TestNight: a refresh loads the mart before it publishes and swaps it in at once; where the mart cannot be reached the
// figures are published even so, the run says what failed, and the next run brings the mart up although nothing else is new.
func TestNight(t *testing.T) {
	published(t)
	d := newTarget(t, nil)
	c := configuration(t.TempDir())
	c.Source.Path = filepath.Join(versionsDir, "core")
	refresh := func(url string, through calendar.Day) (pipeline.RefreshResult, error) {
		c.Mart = d.config
		if url != "" {
			c.Mart.URL = url
		}
		r, err := pipeline.Refresh(t.Context(), c, pipeline.Options{Through: &through})
		if has, e := mart.Look(t.Context(), d.config); err == nil && (e != nil || has != r.Mart.Run || has != d.one(t, "SELECT run FROM meta.run")) {
			t.Errorf("the mart has run %q, %v; the refresh says %+v", has, e, r.Mart)
		}
		s, e := pipeline.ReadStatus(t.Context(), c)
		if e != nil || s.Mart == nil || s.Mart.URL != c.Mart.URL || (err == nil) != (s.Mart.Run == s.Published.Run.ID && !s.Mart.At.IsZero() && s.Mart.Seen.Sub(s.Mart.At) >= 0) || err != nil && s.Mart.Run != "" {
			t.Errorf("after %v the status tells of the mart: %+v, %v", err, s.Mart, e)
		}
		return r, err
	}
	steps := func(r history.Run) (names []string) {
		for _, s := range r.Steps {
			names = append(names, s.Name)
		}
		return names
	}
	r, err := refresh("", calendar.Date(2020, 11, 30))
	if want := []string{"extract", "derive", "build", "check", "mart", "publish", "swap", "retain"}; err != nil || !r.Mart.Changed || !slices.Equal(steps(r.Run), want) {
		t.Errorf("a first night: %+v, %v", r.Run, err)
	}
	for range 2 { // the second finds nothing new but the mart
		r, err = refresh("postgres://uythac@127.0.0.1:1/mart", calendar.Date(2020, 12, 31))
		if err == nil || r.Run.Cause != pipeline.CauseMart || !pipeline.Passing(err) || r.Run.Outcome != history.Failed {
			t.Errorf("without a server: %+v, %v", r.Run, err)
		}
		if _, retained := r.Run.Step("retain"); retained != r.Build.Built || r.Build.Published != r.Build.Built {
			t.Errorf("without a server: %+v", r.Run)
		}
	}
	for again := range 2 {
		r, err := refresh("", calendar.Date(2020, 12, 31))
		if first := again == 0; err != nil || r.Build.Built || r.Mart.Changed != first || r.Unchanged() == first {
			t.Errorf("run %d: %+v, %v", again, r, err)
		}
	}
}
