package schemas

// Trends of the quality of debt by place, computed when they are asked for.
var (
	PARByOffice        = placed(&PAR, "office", perOffice, " theo phòng giao dịch", " by office")
	PARByCommune       = placed(&PAR, "commune", perCommune, " theo xã", " by commune")
	MigrationByOffice  = placed(&Migration, "office", perOffice, " theo phòng giao dịch", " by office")
	MigrationByCommune = placed(&Migration, "commune", perCommune, " theo xã", " by commune")
	RollRatesByOffice  = placed(&RollRates, "office", perOffice, " theo phòng giao dịch", " by office")
	RollRatesByCommune = placed(&RollRates, "commune", perCommune, " theo xã", " by commune")
)

// placed is a trend by union as one by place and union, of the scope that is asked for.
func placed(t *Table, place string, keys []Column, vi, en string) Table {
	out := *t
	out.Name, out.VI, out.EN, out.Demand = t.Name+"_by_"+place, t.VI+vi, t.EN+en, true
	out.Doc = t.Doc + " Per " + place + " and union of a scope, over the months whose facts are kept."
	out.Key = append([]string{"as_of", place + "_code"}, t.Key[1:]...)
	out.Columns = join(t.Columns[:1], keys)
	for _, c := range t.Columns[3:] {
		c.ID += 100 // the keys have the first ones
		out.Columns = append(out.Columns, c)
	}
	return out
}

// Placed is the trend by office, or with commune the one by commune, of a trend by union. ok is false when there is none.
func Placed(t *Table, commune bool) (place *Table, ok bool) {
	for _, p := range []struct{ by, office, commune *Table }{
		{&PAR, &PARByOffice, &PARByCommune}, {&Migration, &MigrationByOffice, &MigrationByCommune}, {&RollRates, &RollRatesByOffice, &RollRatesByCommune},
	} {
		switch {
		case t != p.by:
		case commune:
			return p.commune, true
		default:
			return p.office, true
		}
	}
	return nil, false
}

// IsPlaced tells whether a trend is one of those by place.
func IsPlaced(t *Table) bool {
	for _, by := range []*Table{&PAR, &Migration, &RollRates} {
		office, _ := Placed(by, false)
		commune, _ := Placed(by, true)
		if t == office || t == commune {
			return true
		}
	}
	return false
}
