// Package source reads the contract's tables as record batches, from files (CSV, gzip, zstd,
// Parquet), from a DuckDB file ([Open]), or from a database server ([OpenDatabase]), which also computes
// control totals of what it holds.
//
// Every source gives the same columns in the same types ([Schema]), so that nothing behind it can
// tell where rows came from: columns may stand in any order, every field may be null, and an empty
// text is NULL. Personal columns are never read: CSV fields are skipped, Parquet and DuckDB columns
// are not asked for. Reading streams, and memory does not grow with a table.
//
// The package judges whole files and single cells, never rows. It refuses a file ([Refusal], with
// file, line, column and remedy) that is not UTF-8, is cut short or damaged, or whose columns are
// missing, added, renamed or retyped. A cell that does not parse is null and reported ([BadCell]);
// lines that are no rows, as repeated headers, totals and signatures, are reported apart ([Junk]).
// Nothing is repaired or guessed: 1.234.567 is not a number here.
package source
