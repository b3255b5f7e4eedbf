// Package flight is the Arrow Flight SQL door of uythac serve, for JDBC, ADBC and whatever else speaks it.
//
// It is the whole service: what the server can do (SqlInfo, every code), catalogues, schemas, tables, keys and types, statements,
// prepared statements with parameters, cancellation, sessions. Who asks shows a user and password, or a token, and gets a
// token of the session. Rows stream in batches of at most 16,384 rows and about 3 MB, for default clients take 4. They go out as
// the worker wrote them: the server counts them, and reads none.
//
// A ticket holds the statement and the version that it was made for, and nothing that is trusted: whoever brings it reads what
// the own role may see.
//
// It refuses to write: updates, ingestion, transactions and savepoints are told that the warehouse is read-only. Substrait is not
// spoken.
package flight
