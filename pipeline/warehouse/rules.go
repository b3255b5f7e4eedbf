package warehouse

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/uythac/uythac/rules"
)

// rules writes the dated rules that queries apply: those given, else the catalogue's.
func (b *builder) rules(ctx context.Context) error {
	r := b.in.Rules.Filled()
	return b.exec(ctx,
		"INSERT INTO meta.rating_rule (rating, from_points, to_points, valid_from, valid_to) VALUES "+strings.Join(ratingRows(r.Ratings), ", "),
		"INSERT INTO meta.fee_rule (valid_from, valid_to, fee_millionths, commission_millionths, overdue_factor_percent, district_permille, province_permille, central_permille) VALUES "+
			strings.Join(feeRows(r.Fees), ", "),
		"INSERT INTO meta.fee_tier (valid_from, below_permille, percent) VALUES "+strings.Join(tierRows(r.Fees), ", "),
		fmt.Sprintf("INSERT INTO meta.small_base (loans, amount) VALUES (%d, %d)", r.SmallBase.Loans, r.SmallBase.Amount))
}

func ratingRows(ratings []rules.Rating) (rows []string) {
	for _, r := range ratings {
		for _, band := range []struct {
			name     string
			from, to int
		}{{"good", r.Good, 100}, {"fair", r.Fair, r.Good - 1}, {"average", r.Average, r.Fair - 1}, {"weak", 0, r.Average - 1}} {
			rows = append(rows, fmt.Sprintf("(%s, %d, %d, %s)", quote(band.name), band.from, band.to, span(r.Span)))
		}
	}
	return rows
}

func feeRows(fees []rules.Fee) (rows []string) {
	for _, f := range fees {
		rows = append(rows, fmt.Sprintf("(%s, %d, %d, %d, %d, %d, %d)", span(f.Span),
			f.FeeMillionths, f.CommissionMillionths, f.OverdueFactorPercent, f.DistrictPermille, f.ProvincePermille, f.CentralPermille))
	}
	return rows
}

// tierRows end with what is above all bounds: nothing.
func tierRows(fees []rules.Fee) (rows []string) {
	for _, f := range fees {
		from, _, _ := strings.Cut(span(f.Span), ", ")
		for _, t := range append(f.Tiers, rules.Tier{BelowPermille: math.MaxInt32}) {
			rows = append(rows, fmt.Sprintf("(%s, %d, %d)", from, t.BelowPermille, t.Percent))
		}
	}
	return rows
}

// span writes when a rule holds as two SQL values: a first day, and NULL for no end.
func span(s rules.Span) string {
	from, to := "DATE '0001-01-01'", "NULL"
	if s.From != 0 {
		from = "DATE " + quote(date(s.From))
	}
	if s.To != 0 {
		to = "DATE " + quote(date(s.To))
	}
	return from + ", " + to
}
