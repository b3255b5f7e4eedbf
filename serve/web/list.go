package web

import (
	"net/http"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/result"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/serve"
)

// allReports lists the reports there are.
func allReports() []*schemas.Table { return append(schemas.Reports(), schemas.Demands()...) }

func (s *Server) reports(w http.ResponseWriter, r request) error {
	return s.list(w, r, "reports", allReports())
}

func (s *Server) trends(w http.ResponseWriter, r request) error {
	return s.list(w, r, "trends", schemas.Trends())
}

// listed are the columns of a list.
var listed = arrow.NewSchema([]arrow.Field{
	{Name: "name", Type: arrow.BinaryTypes.String}, {Name: "title_vi", Type: arrow.BinaryTypes.String}, {Name: "title_en", Type: arrow.BinaryTypes.String},
	{Name: "doc", Type: arrow.BinaryTypes.String}, {Name: "on_demand", Type: arrow.FixedWidthTypes.Boolean},
}, nil)

// list answers with the tables of a list that the guest's file has.
func (s *Server) list(w http.ResponseWriter, r request, what string, tables []*schemas.Table) error {
	f, err := formatOf(r.Request)
	if err != nil {
		return err
	}
	if err := only(r, "format"); err != nil {
		return err
	}
	facts, err := s.Desk.Facts(r.Context(), r.version)
	if err != nil {
		return err
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, listed)
	defer b.Release()
	for _, t := range tables {
		if !facts.Tables[t.String()] {
			continue
		}
		for i, text := range []string{t.Name, t.VI, t.EN, t.Doc} {
			b.Field(i).(*array.StringBuilder).Append(text)
		}
		b.Field(4).(*array.BooleanBuilder).Append(t.Demand)
	}
	batch := b.NewRecordBatch()
	defer batch.Release()
	if err := s.Desk.Note(r.guest, r.version, serve.Question{Door: door, Action: "list", Text: what}, nil, batch.NumRows()); err != nil {
		return err
	}
	w.Header().Set("Content-Type", f.media)
	w.Header().Set("X-Uythac-Version", r.version.Run)
	w.Header().Set("Vary", "Accept, Authorization")
	rows := func(yield func(arrow.RecordBatch, error) bool) { yield(batch, nil) }
	if f.name == "json" {
		_, err = envelope(w, s.about(r, facts), listed, rows, "")
	} else {
		_, err = result.Write(w, f.name, listed, rows)
	}
	if err != nil {
		panic(http.ErrAbortHandler) // what was written is no whole answer
	}
	return nil
}

// about is what is said of a version beside its figures: how old they are, and whether the checks hold.
func (s *Server) about(r request, f *serve.Facts) map[string]any {
	version := map[string]any{"run": r.version.Run, "through": f.Through.String()}
	if !r.version.At.IsZero() {
		version["published_at"] = r.version.At.UTC()
	}
	return map[string]any{"version": version, "checks": map[string]any{"failed": f.Failed, "warned": f.Warned}}
}
