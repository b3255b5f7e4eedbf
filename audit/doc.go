// Package audit keeps an append-only log of who asked for what: a line of JSON for every question, each with the hash of
// the line before it.
//
//	{"seq":7,"at":"…","who":"nguyen.thi.b","role":"hoi_phu_nu","door":"http","tables":["report.headline"],"rows":50,…,"prev":"…","hash":"…"}
//
// A line that is changed, taken out, put in or moved breaks the chain, and [Verify] says where. What was cut off at the end
// shows only against a hash that was noted elsewhere: Verify prints the last one, and takes one to look for.
//
// It refuses to hold a secret or a figure: a record has names, counts and the statement, no parameter and no row.
package audit
