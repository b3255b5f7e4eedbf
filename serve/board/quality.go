package board

import (
	"net/http"

	"github.com/uythac/uythac/schemas"
)

// What the page of quality asks, in its order. A check speaks the language asked for.
var qualities = []struct {
	id    string
	title said
	sql   string
	of    *schemas.Table
	key   string
}{
	{"checks", said{"Kiểm tra", "Checks"}, `SELECT CASE WHEN $lang = 'en' THEN title_en ELSE title_vi END AS title, severity, failures, examined, CASE WHEN failures = 0 THEN '' WHEN $lang = 'en' THEN remedy_en ELSE remedy_vi END AS remedy
FROM "check".result ORDER BY failures > 0 DESC, severity, name`, &schemas.CheckResult, "title"},
	{"findings", said{"Những gì kiểm tra phát hiện (mỗi kiểm tra tối đa 20 dòng)", "What the checks found (at most 20 rows of each)"}, `SELECT CASE WHEN $lang = 'en' THEN title_en ELSE title_vi END AS title, f.as_of, f.key, CASE WHEN $lang = 'en' THEN detail_en ELSE detail_vi END AS detail
FROM "check".finding f JOIN "check".result r ON r.name = f.name WHERE f.number <= 20 ORDER BY f.name, f.number`, &schemas.CheckRow, "key"},
	{"tally", said{"Đã đọc từ nguồn", "Read from the source"}, `SELECT table_name, rows_read, rows_kept, rows_quarantined, rows_waiting FROM meta.tally WHERE present AND $lang <> '' ORDER BY table_name`, &schemas.Tally, "table_name"},
	{"runs", said{"Các lần chạy gần đây", "Latest runs"}, `SELECT run, started_at, ended_at, outcome, "through", error FROM meta.run_history WHERE $lang <> '' ORDER BY started_at DESC LIMIT 30`, &schemas.RunHistory, "run"},
}

func qualityPage(_ *Board, r *reader, _ *http.Request) (*page, error) {
	p := &page{Title: r.T("Chất lượng số liệu", "Data quality"), Above: []crumb{r.home()}}
	for _, q := range qualities {
		if !r.has(q.of) {
			continue
		}
		t, err := r.query(q.id, q.sql, map[string]any{"lang": r.Lang}, q.of)
		if err != nil {
			return nil, err
		}
		g, err := r.grid(r.named(t), q.key)
		if err != nil {
			return nil, err
		}
		p.add(q.id, q.title.in(r.Lang), g)
	}
	return p, nil
}
