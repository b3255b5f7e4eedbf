// Package mart copies a published warehouse into a PostgreSQL database, for tools that speak nothing else.
//
// The mart has the warehouse's schemas, tables, comments and keys. A table that readers name is a parent without rows
// of its own; the rows are in one child, in a schema that readers cannot use:
//
//	report.headline  ◀── inherits ── uythac_store.report_headline_42
//
// A publication fills new children beside the old ones, rows frozen so that every snapshot sees them, then locks all parents at once,
// lets the new children inherit and drops the old ones in one transaction. A statement sees one publication, and
// so does a transaction: what it has read holds the swap back until it ends. Parents stay the same tables, so views that
// analysts made on them, and what an administrator granted, live on.
//
// Each role of the configuration is a role of the database. It may read the tables that its policy lets it see
// something of, and of these the rows that the table's row-level policies let through.
//
// It refuses schemas that are not its own, roles for which row-level policies do not hold, and to choose what is
// published: it is given a file. A role whose cells are to be suppressed reads nothing here.
package mart
