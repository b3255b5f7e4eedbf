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
// Where a policy asks that cells of few households are suppressed, the role reads other tables of the same names, in schemas as
// report_below_5, filled from a file in which they are: no table that the role may touch, and no statistics, plan or index of one, has
// what is suppressed. Roles with the same number share them. Tables without cells, as names, are read where all read them.
//
// It refuses schemas that are not its own, roles for which row-level policies do not hold, and to choose what is
// published, or suppressed: it is given files.
package mart
