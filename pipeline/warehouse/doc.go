// Package warehouse builds, publishes and reads the DuckDB files that analysts and reports use.
// Beside the reader of DuckDB sources it is the only package that knows DuckDB.
//
// A file holds the schemas dim, fact, indicator, report, check and meta. Build makes it from
// Parquet files alone: dimensions, facts and indicators are loaded, report tables and checks are
// the SELECTs of package queries. Nothing is computed in Go, and nothing comes from a database
// connection that is still open elsewhere.
//
// It refuses to write a published file: Build makes a new one under the name it is given, Publish
// moves the one-line pointer CURRENT, and Open reads, with every door of DuckDB to the outside shut.
// It refuses to decide, too: a failed check is returned, and whether it stops publication is the
// caller's to say.
package warehouse
