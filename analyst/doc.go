// Package analyst runs the SQL of analysts on a published warehouse file without trusting it.
//
// Every statement runs in a worker: the same program, started again with another command, on one file, with an
// empty environment, at the lowest priority, and with its memory bounded by DuckDB and by the operating system. What
// a statement may say is pipeline/warehouse's to judge, in the worker; what it may cost is judged on both sides of the
// pipe. A statement that exhausts memory, crashes DuckDB or cannot be interrupted ends its worker, never the
// program that asked; the next statement gets a new one.
//
//	caller ── Pool.Query(file, statement, params) ──▶ worker: guard, DuckDB
//	       ◀── Result: schema, batches ── frames: Arrow IPC, or one *Error ──
//
// A Pool serves a shell and a server alike: it keeps at most Limits.Concurrency workers, hands an idle one that has the
// file open to the next statement, and has others wait; programs of one machine may count theirs together (Pool.Shared). The file is the version: who wants figures that belong together
// asks with the same file. Rows stream: neither side holds more than a batch of 16,384 rows or 3 MB, and a slow reader
// slows the statement down.
//
// It refuses to write, to choose a version, and to print.
package analyst
