package cleaning

import (
	"testing"

	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/schemas"
)

// TestCodeWithoutRow: a batch's dictionary may hold codes that none of its rows has, as that of a slice does.
// Such a code is not known.
func TestCodeWithoutRow(t *testing.T) {
	all := frames(t, map[string][]string{"savings_group": {"0000001,C1,V,11,2010-01-01,-,-", "0000002,C1,V,14,2010-01-01,-,-"}})
	unions := NewFrame(&schemas.MassOrganisation)
	batch := sourceBatch(t, memory.DefaultAllocator, unions.Table, "14,ĐTN,Đoàn Thanh niên,Youth Union", "11,HND,Hội Nông dân,Farmers' Union")
	defer batch.Release()
	part := batch.NewSlice(1, 2)
	defer part.Release()
	if found, err := unions.Add(part, nil, originsOf(part)); err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	unions.Sort()
	all[unions.Table.Name] = unions
	b, err := NewBooks(all)
	if err != nil {
		t.Fatal(err)
	}
	found := b.Findings[schemas.SavingsGroup.Name]
	if len(found) != 1 || found[0].Row != 1 || found[0].Reason != UnknownUnion {
		t.Errorf("want the group of union 14 in quarantine, got %v", found)
	}
}
