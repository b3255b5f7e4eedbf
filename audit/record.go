package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// Record is one question, or something that happened to who asks.
type Record struct {
	Seq    int64     `json:"seq"` // 1, 2, 3 … without a gap
	At     time.Time `json:"at"`  // when it ended, UTC
	Who    string    `json:"who,omitempty"`
	Role   string    `json:"role,omitempty"`
	From   string    `json:"from,omitempty"` // address of the caller
	Door   string    `json:"door"`           // http, flight, or log for the log's own records
	Action string    `json:"action"`         // query, report, trend, list, sign-in, refused, opened, resumed
	Run    string    `json:"run,omitempty"`  // of the version that answered
	Tables []string  `json:"tables,omitempty"`
	Text   string    `json:"text,omitempty"` // the statement, or the name of what was asked for
	Rows   int64     `json:"rows"`
	Millis int64     `json:"ms"`
	Error  string    `json:"error,omitempty"` // a word for why there was no answer, or not all of it; empty: it was whole
	Torn   string    `json:"torn,omitempty"`  // of resumed: hash of the line before it, which a crash cut short
	Prev   string    `json:"prev"`            // hash of the record before; of the first one empty
	Hash   string    `json:"hash"`            // of this record, written with an empty hash
}

// longestText is the most bytes of a statement that a record holds.
const longestText = 4000

// sealed is the record with its hash.
func (r Record) sealed() (Record, error) {
	r.Hash = ""
	text, err := json.Marshal(r)
	if err != nil {
		return r, err
	}
	r.Hash = sum(text)
	return r, nil
}

func sum(text []byte) string {
	h := sha256.Sum256(text)
	return hex.EncodeToString(h[:])
}
