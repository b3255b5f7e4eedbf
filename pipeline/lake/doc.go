// Package lake keeps tables as Parquet files under Apache Iceberg metadata. It is the only package
// that knows either.
//
// Everything is addressed by (table, branch, month) and replaced whole. A [Unit] becomes one Parquet
// file with [Lake.Write]; nobody sees it until [Lake.Commit], which swaps any number of a table's
// units in one Iceberg commit. Tables commit one after another and are never atomic together:
// readers trust only the snapshots that a published run pins ([Lake.Files]).
//
//	<dir>/catalog.db                                     the SQL catalogue (SQLite)
//	<dir>/lock                                           who writes, see Lock
//	<dir>/pending/<namespace>.<table>                    files were written and not yet committed
//	<dir>/<namespace>/<table>/metadata/                  Iceberg metadata
//	<dir>/<namespace>/<table>/data/branch-B/month-M/<stamp>.<unique>.parquet
//
// What a unit was made of is its stamp, an opaque word of the caller. It stands in the footer of the
// file and in the file's name, so that listing a table ([Lake.Parts]) opens no Parquet file.
// Iceberg never plans a file without rows, therefore units without rows have no file: they and
// their stamps stand in the table property uythac.empty, which changes in the same commit. It is a
// table property and not part of the snapshot summary, as the house first had it, because summaries
// are kept forever: some thousand empty units of a nation would be stored again every night.
//
// The folder names carry no key=value pairs: engines that guess Hive partitions from paths would
// replace the text branch_code '01' of the files by the number 1 of the path.
//
// What Commit reports has been put on disk first. Old snapshots and their files stay: they are the
// history "as known on". Old metadata files go.
//
// Iceberg stores absolute paths. They are file:// URIs, percent-encoded where a folder's name needs
// it. Opening a lake that was moved, copied or restored rewrites them (see repair).
//
// The package refuses: rows that do not belong to their unit, nulls in columns that have none,
// a schema that is not the table's, and files of other tables. It never changes a file in place
// and never deletes one that any snapshot refers to.
package lake
