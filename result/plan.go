package result

import (
	"bufio"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

// plan is what EXPLAIN answers with, for people: drawings of many lines, printed as they are.
type plan struct{ out *bufio.Writer }

// ofPlan tells whether a result is DuckDB's answer to EXPLAIN.
func ofPlan(schema *arrow.Schema) bool {
	return schema.NumFields() == 2 && schema.Field(0).Name == "explain_key" && schema.Field(1).Name == "explain_value"
}

func (p plan) batch(b arrow.RecordBatch) error {
	write := cells(b)[1]
	for row := range int(b.NumRows()) {
		for line := range strings.Lines(string(write(nil, row))) {
			if _, err := p.out.WriteString(printable(strings.TrimRight(line, "\r\n")) + "\n"); err != nil {
				return err
			}
		}
	}
	return nil
}

func (plan) end() error { return nil }
