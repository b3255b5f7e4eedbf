package board

import (
	"net/http"

	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// stocks are the columns of activity that pages of places show beside their keys.
var stocks = []string{"groups", "households", "outstanding", "overdue", "overdue_ratio", "outstanding_change", "overdue_change", "disbursed_year", "collected_year", "deposit_balance"}

// activity adds the tiles of a row of activity.
func (p *page) activity(r *reader, t rows) error {
	for _, f := range []figure{
		{name: said{"Dư nợ", "Outstanding"}, of: t, column: "outstanding", change: "outstanding_change"},
		{name: said{"Nợ quá hạn", "Overdue"}, of: t, column: "overdue", change: "overdue_change"},
		{name: said{"Tỷ lệ nợ quá hạn", "Overdue ratio"}, of: t, column: "overdue_ratio"},
		{name: said{"Tổ có dư nợ", "Groups with debt"}, of: t, column: "groups"},
		{name: said{"Hộ còn dư nợ", "Households with debt"}, of: t, column: "households"},
		{name: said{"Số dư tiền gửi", "Deposits"}, of: t, column: "deposit_balance"},
	} {
		if err := p.figure(r, f, "union_code"); err != nil {
			return err
		}
	}
	return nil
}

func unionPage(_ *Board, r *reader, req *http.Request) (*page, error) {
	code := req.PathValue("code")
	names, err := r.unionNames()
	if err != nil {
		return nil, err
	}
	name, ok := names[code]
	if !ok || nowhere[code] {
		return nil, &missing{said{"Không có tổ chức hội này", "There is no such union"}}
	}
	p := &page{Title: name, Above: []crumb{r.home()}}
	where := warehouse.Filter{"union_code": code}
	own, err := r.table(&schemas.ActivityByUnion, where)
	if err != nil {
		return nil, err
	}
	communes, err := r.table(&schemas.ActivityByCommune, where)
	if err != nil {
		return nil, err
	}
	if len(own.rows)+len(communes.rows) == 0 {
		return nil, &missing{said{"Không có số liệu của tổ chức hội này", "There are no figures of this union"}}
	}
	if err := p.activity(r, own); err != nil {
		return nil, err
	}
	p.chart(r, "par", code)
	return p, p.report(r, "communes", &schemas.ActivityByCommune, communes, "commune_name", append([]string{"commune_code", "commune_name"}, stocks...)...)
}

func placesPage(_ *Board, r *reader, _ *http.Request) (*page, error) {
	p := &page{Title: r.T("Phòng giao dịch và địa bàn", "Offices and places")}
	if err := p.places(r); err != nil {
		return nil, err
	}
	over, err := r.table(&schemas.CommunesOver2pct, nil)
	if err != nil {
		return nil, err
	}
	return p, p.report(r, "over", &schemas.CommunesOver2pct, over, "commune_name", names(&schemas.CommunesOver2pct)[1:]...)
}

// places adds the offices; where a role sees none, its communes.
func (p *page) places(r *reader) error {
	of, id, keys := &schemas.ActivityByOffice, "offices", []string{"office_code", "office_name"}
	if !r.has(of) {
		of, id, keys = &schemas.ActivityByCommune, "communes", []string{"commune_code", "commune_name"}
	}
	t, err := r.table(of, nil)
	if err != nil {
		return err
	}
	shown := t.totals()
	if len(shown.rows) == len(t.rows) && len(t.rows) > 0 {
		keys = append(keys, "union_code", "union_name")
	}
	return p.report(r, id, of, shown, keys[1], append(keys, stocks...)...)
}

// communesOf are the communes that an office serves on a day, with its name.
const communesOf = `SELECT DISTINCT o.name AS office_name, c.commune_code FROM dim.transaction_office o LEFT JOIN dim.commune c
ON c.office_code = o.office_code AND c.valid_from <= $as_of AND (c.valid_to IS NULL OR c.valid_to > $as_of)
WHERE o.office_code = $office ORDER BY ALL`

func officePage(_ *Board, r *reader, req *http.Request) (*page, error) {
	code := req.PathValue("code")
	served, err := r.query("communes", communesOf, map[string]any{"office": code, "as_of": r.AsOf})
	if err != nil {
		return nil, err
	}
	here := map[string]bool{}
	for _, row := range served.rows {
		here[served.text(row, "commune_code")] = true
	}
	own, err := r.table(&schemas.ActivityByOffice, warehouse.Filter{"office_code": code})
	if err != nil {
		return nil, err
	}
	communes, err := r.table(&schemas.ActivityByCommune, nil)
	if err != nil {
		return nil, err
	}
	communes = communes.totals().only(func(row []any) bool { return here[communes.text(row, "commune_code")] })
	if len(served.rows) == 0 || len(own.rows)+len(communes.rows) == 0 || nowhere[code] {
		return nil, &missing{said{"Không có phòng giao dịch này", "There is no such office"}}
	}
	p := &page{Title: served.text(served.rows[0], "office_name"), Above: []crumb{r.home(), r.step("/places", said{"Địa bàn", "Places"})}}
	if err := p.activity(r, own); err != nil {
		return nil, err
	}
	if err := p.report(r, "unions", &schemas.ActivityByOffice, own, "union_name", append([]string{"union_code", "union_name"}, stocks...)...); err != nil {
		return nil, err
	}
	return p, p.report(r, "communes", &schemas.ActivityByCommune, communes, "commune_name", append([]string{"commune_code", "commune_name"}, stocks...)...)
}

func communePage(_ *Board, r *reader, req *http.Request) (*page, error) {
	code := req.PathValue("code")
	own, err := r.table(&schemas.ActivityByCommune, warehouse.Filter{"commune_code": code})
	if err != nil {
		return nil, err
	}
	if len(own.rows) == 0 || nowhere[code] {
		return nil, &missing{said{"Không có xã này", "There is no such commune"}}
	}
	p := &page{Title: own.text(own.rows[0], "commune_name"), Above: []crumb{r.home(), r.step("/places", said{"Địa bàn", "Places"})}}
	if err := p.activity(r, own); err != nil {
		return nil, err
	}
	if err := p.report(r, "unions", &schemas.ActivityByCommune, own, "union_name", append([]string{"union_code", "union_name"}, stocks...)...); err != nil {
		return nil, err
	}
	groups, err := r.table(&schemas.GroupSheet, warehouse.Filter{"commune_code": code})
	if err != nil {
		return nil, err
	}
	return p, p.report(r, "groups", &schemas.GroupSheet, groups, "group_code", sheet...)
}

func (a asked) home() crumb { return a.step("/", said{"Tổng quan", "Overview"}) }

func (a asked) step(path string, name said) crumb { return crumb{name.in(a.Lang), a.To(path)} }
