package source

import (
	"context"
	"fmt"
)

// holder is of servers on which a table that is truncated, rewritten or created anew after the moment's state was
// taken looks empty in it, although its rows are there before and after.
type holder interface {
	// hold keeps a table as it is until the moment ends, and refuses one that came too late.
	hold(ctx context.Context, l *layout) error
}

// moved are the relations that the transaction has locked and that are not those of its state any more. pg_class is
// read as of the state; the file of a relation, and whether it is an index, as of now.
const moved = `SELECT l.relation::regclass FROM pg_locks l LEFT JOIN pg_class c ON c.oid = l.relation
WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND (c.oid IS NULL AND pg_get_indexdef(l.relation) IS NULL
    OR c.relkind IN ('r', 'm') AND c.relfilenode <> 0 AND pg_relation_filenode(c.oid) IS DISTINCT FROM c.relfilenode)`

// hold plans to read the table, which locks all that stands behind it: from then on nobody can empty it.
func (v *pgView) hold(ctx context.Context, l *layout) error {
	if _, err := v.plan(ctx, v.readQuery(l, l.from)); err != nil {
		return err
	}
	return v.rows(ctx, moved, func(cells [][]byte) error {
		return &pgFailure{text: fmt.Sprintf("%s: %s was truncated, rewritten or created anew while the run began, which hides its rows from the run\n  → run again; best when nobody does this", v.pg.where(), cells[0]), moved: true}
	})
}
