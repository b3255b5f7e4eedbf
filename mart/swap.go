package mart

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

const (
	// patience is how long one attempt waits for readers: whoever comes meanwhile waits behind it. It is under the
	// server's deadlock_timeout of a second, so that it is the swap that gives way, and no reader.
	patience = 400 * time.Millisecond
	// breath is how long readers are left in peace after the first attempt; after each later one twice as long, up to breathMost.
	breath     = patience / 2
	breathMost = 5 * time.Second
	// usualWait is how long the swap waits for readers in all.
	usualWait = 10 * time.Minute
)

// swap lets readers see the new children and no more the old ones, all tables at one moment.
func (p *Publication) swap(ctx context.Context) error {
	granted, err := p.access(ctx)
	if err != nil {
		return err
	}
	begun := time.Now()
	if err := p.lock(ctx); err != nil {
		return err
	}
	p.res.Waited = time.Since(begun)
	begun = time.Now()
	var b strings.Builder
	for _, t := range p.there { // first: a new column would have to be filled in them, too
		b.WriteString(t.empty())
	}
	left := maps.Clone(p.there)
	for _, t := range p.tables {
		b.WriteString(p.there[name(t)].follow(t))
		fmt.Fprintf(&b, "ALTER TABLE %s INHERIT %s;\n", p.child(t), name(t))
		delete(left, name(t))
	}
	for n := range left {
		b.WriteString("DROP TABLE " + n + ";\n")
	}
	for _, n := range p.over {
		b.WriteString("DROP SCHEMA " + quote(n) + ";\n")
	}
	b.WriteString(granted)
	fmt.Fprintf(&b, "DELETE FROM %s; INSERT INTO %[1]s VALUES (%d, %s, %s, %s, now());\n", note, p.number, literal(p.res.Run),
		literal(p.print), literal(strings.Join(p.config.Roles.Names(), " ")))
	b.WriteString("COMMIT")
	err = p.exec(ctx, b.String())
	p.res.Swap = time.Since(begun)
	return err
}

// lock takes all that readers see, at once: whoever reads any of it keeps all of it.
func (p *Publication) lock(ctx context.Context) error {
	if len(p.there) == 0 {
		return nil
	}
	statement := fmt.Sprintf("SAVEPOINT attempt; SET LOCAL lock_timeout = %d; LOCK TABLE %s IN ACCESS EXCLUSIVE MODE", patience.Milliseconds(), strings.Join(slices.Sorted(maps.Keys(p.there)), ", "))
	wait, pause := cmp.Or(p.config.Wait, usualWait), breath
	for until := time.Now().Add(wait); ; pause = min(2*pause, breathMost) {
		err := p.exec(ctx, statement)
		if c := code(err); c != "55P03" && c != "40P01" {
			return err
		}
		if err := p.exec(ctx, "ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt"); err != nil {
			return err
		}
		if time.Now().After(until) {
			return p.readers(ctx, wait)
		}
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// sleep waits, or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

//go:embed sql/readers.sql
var readersQuery string

// readers says who holds the tables.
func (p *Publication) readers(ctx context.Context, wait time.Duration) error {
	list, err := p.rows(ctx, readersQuery)
	var who []string
	for _, r := range list {
		who = append(who, fmt.Sprintf("process %s of %s (%s), for %s", r[0], r[1], r[2], r[3]))
	}
	return errors.Join(passing{fmt.Errorf("mart: readers have held the tables for %s: %s\n  → what was published before serves on; let them end their transactions, or raise mart.wait",
		wait, strings.Join(who, "; "))}, err)
}
