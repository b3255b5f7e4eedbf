package pipeline

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/uythac/uythac/pipeline/mirror"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/pipeline/source/dbtest"
)

// TestMoved: a run from which a table was hidden begins anew with a new moment, once.
func TestMoved(t *testing.T) {
	d := dbtest.Postgres(t).CreateContract(t)
	c := Config{Source: Source{Kind: "postgres", Database: source.Config{Kind: "postgres", URL: d.URL}}}
	for what, times := range map[string]int{"once": 1, "again and again": 9} {
		var moments []*source.Moment
		_, err := readMoment(t.Context(), c, Options{}.filled(), func(_ context.Context, m *source.Moment) (mirror.Result, error) {
			if moments = append(moments, m); len(moments) <= times {
				return mirror.Result{}, fmt.Errorf("table: %w", source.ErrMoved)
			}
			return mirror.Result{}, nil
		})
		if len(moments) != 2 || moments[0] == moments[1] || errors.Is(err, source.ErrMoved) != (times > 1) {
			t.Errorf("%s: %d moments, %v", what, len(moments), err)
		}
	}
}
