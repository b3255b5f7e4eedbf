// Package web is the HTTP door of uythac serve: reports, trends and statements as JSON, CSV, Arrow, Parquet and workbooks.
//
//	GET /api/reports, /api/reports/{name}     what can be asked for; a report of a day
//	GET /api/trends,  /api/trends/{name}
//	GET, POST /api/query                      one SELECT
//	GET /api/openapi.yaml, /healthz           for everybody
//
// Rows stream; what is small is kept for the next who asks the same of the same version and role. An answer that breaks off
// breaks its connection, so that nobody takes it for whole. Every path is a reading: nothing can be changed here.
//
// It refuses to know figures: what is asked becomes a statement, and package serve's desk answers it.
package web
