package lake

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/apache/iceberg-go/table"

	"github.com/uythac/uythac/schemas"
)

// listing is what readers ask of a table's current state. The zero value is a table that was never committed.
type listing struct {
	Location string // of the metadata file it was read from
	Snapshot int64  // 0: none yet
	Parts    []Part
	Props    map[string]string // of the snapshot, without the prefix
}

// Iceberg's metadata takes milliseconds a table to read, and more with every snapshot of its history.
// So the catalogue's database also keeps the listing of each table. It cannot be stale: it names the
// metadata file it was made from, metadata files never change, and it counts only while the catalogue
// names the same file. Whoever deletes uythac_listing loses nothing but time.
const createListing = `CREATE TABLE IF NOT EXISTS uythac_listing (
	table_namespace TEXT, table_name TEXT, metadata_location TEXT, listing TEXT,
	PRIMARY KEY (table_namespace, table_name))`

const selectListing = `SELECT t.metadata_location, l.listing
	FROM iceberg_tables t LEFT JOIN uythac_listing l USING (table_namespace, table_name, metadata_location)
	WHERE t.catalog_name = ? AND t.table_namespace = ? AND t.table_name = ?`

// list returns the present state of a table.
func (l *Lake) list(ctx context.Context, t *schemas.Table) (*listing, error) {
	var (
		location string
		kept     sql.NullString
	)
	err := l.db.QueryRowContext(ctx, selectListing, catalogName, t.Kind.Namespace(), t.Name).Scan(&location, &kept)
	if errors.Is(err, sql.ErrNoRows) {
		return &listing{}, nil
	}
	if err != nil {
		return nil, err
	}
	if kept.Valid {
		var found listing
		if json.Unmarshal([]byte(kept.String), &found) == nil && found.Location == location {
			return &found, nil
		}
	}
	tbl, err := l.catalog.LoadTable(ctx, identifier(t))
	if err != nil {
		return nil, err
	}
	parts, err := currentParts(ctx, tbl)
	if err != nil {
		return nil, err
	}
	return l.keep(ctx, t, tbl, parts)
}

// keep makes the listing of a table from its parts, and keeps it.
func (l *Lake) keep(ctx context.Context, t *schemas.Table, tbl *table.Table, parts []Part) (*listing, error) {
	now := &listing{Location: tbl.MetadataLocation(), Parts: parts, Props: properties(tbl)}
	if s := tbl.CurrentSnapshot(); s != nil {
		now.Snapshot = s.SnapshotID
	}
	text, err := json.Marshal(now)
	if err != nil {
		return nil, err
	}
	_, err = l.db.ExecContext(ctx, `INSERT OR REPLACE INTO uythac_listing VALUES (?, ?, ?, ?)`,
		t.Kind.Namespace(), t.Name, now.Location, string(text))
	return now, err
}
