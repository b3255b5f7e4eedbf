package pipeline

import (
	"context"
	"fmt"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/cleaning"
)

// noted is a source that need not read again what nobody touched, when it gets its notes back.
type noted interface {
	Recall(notes string)
	Notes() (string, error)
}

// sourceFingerprint hashes what is read and everything that decides how. notes are for the next time.
func sourceFingerprint(ctx context.Context, src source.Source, lk *lake.Lake) (sum, notes string, err error) {
	n, notable := src.(noted)
	if notable {
		before, err := lk.Property(ctx, &schemas.Tally, propNotes)
		if err != nil {
			return "", "", err
		}
		n.Recall(before)
	}
	sums, err := src.Fingerprint(ctx)
	if err != nil {
		return "", "", err
	}
	if notable {
		if notes, err = n.Notes(); err != nil {
			return "", "", err
		}
	}
	texts := []string{fmt.Sprint(cleaning.Version)}
	for _, t := range append(schemas.Contract(), &schemas.Quarantine, &schemas.Tally) {
		texts = append(texts, t.Name, t.Fingerprint(), sums[t.Name])
	}
	return hash(texts...), notes, nil
}

// unchanged tells whether the lake holds this source through the wanted day, and then what it holds.
func unchanged(ctx context.Context, lk *lake.Lake, inputs string, through *calendar.Day) (res ExtractResult, same bool, err error) {
	props := map[string]string{}
	for _, key := range []string{propSource, propThrough, propClosed, propFirstPosted} {
		if props[key], err = lk.Property(ctx, &schemas.Tally, key); err != nil {
			return res, false, err
		}
	}
	wanted := props[propClosed]
	if through != nil {
		wanted = through.String()
	}
	if props[propSource] != inputs || wanted == "" || wanted != props[propThrough] {
		return res, false, nil
	}
	if res.Through, err = calendar.Parse(props[propThrough]); err != nil {
		return res, false, err
	}
	if first := props[propFirstPosted]; first != "" {
		if res.FirstPosted, err = calendar.Parse(first); err != nil {
			return res, false, err
		}
	}
	res.Tables, err = readTally(ctx, lk)
	return res, err == nil, err
}

// decideThrough settles the last day taken, and returns the one that business_day offers as text.
func (x *extraction) decideThrough(ctx context.Context) (closed string, err error) {
	day, ok := x.books.Through()
	if ok {
		closed = day.String()
	}
	if x.o.Through != nil {
		day, ok = *x.o.Through, true
	}
	if !ok {
		return "", &UsageError{"the source has no business_day rows, so nothing says which days are closed", "name the last day to take with --through"}
	}
	if x.o.Today != 0 && day > x.o.Today {
		return "", &UsageError{fmt.Sprintf("the last day to take is %s, which has not come yet", day),
			"name a day that is past with --through, or correct the closed days in business_day"}
	}
	last, err := x.lk.Property(ctx, &schemas.Tally, propThrough)
	if err != nil {
		return "", err
	}
	if last != "" {
		before, err := calendar.Parse(last)
		if err != nil {
			return "", err
		}
		if day < before {
			return "", &UsageError{fmt.Sprintf("the last day to take is %s, but the lake already holds days through %s", day, before),
				"take " + last + " or a later day with --through, or begin a new lake"}
		}
	}
	x.res.Through = day
	return closed, nil
}
