package simulate

import (
	"fmt"

	"github.com/uythac/uythac/calendar"
)

// settle lays out offices, communes, and which communes each union works in.
func (b *branch) settle() {
	for i := range b.officeCount() {
		name := "Phòng giao dịch huyện " + placeName(b.index*53+i+1)
		if i == 0 {
			name = "Hội sở chi nhánh " + b.name()
		}
		b.offices = append(b.offices, office{code: fmt.Sprintf("%06d", (b.index+1)*100+i+1), name: name})
	}
	for i := range b.profile.communes {
		b.communes = append(b.communes, commune{
			code: fmt.Sprintf("%06d", 100000+b.index*1000+i), name: "xã " + placeName(b.index*211+i*3),
			office:  int32(i * len(b.offices) / b.profile.communes),
			session: int32(1 + b.r.n(28)), difficult: b.r.chance(280)})
	}
	b.former = make([][]int32, len(b.communes))
	for u := range entrusted {
		b.unionPlaces[u] = b.placesOf(u)
	}
}

func (b *branch) officeCount() int { return max(1, min(b.profile.offices, b.profile.communes)) }

func (b *branch) name() string { return "tỉnh " + placeName(b.index*7+3) }

// placesOf draws the communes of a union: one in each of its districts, the others anywhere in them.
func (b *branch) placesOf(u int) []int32 {
	districts := max(1, min(b.unionDistricts[u], len(b.offices)))
	var all, places []int32
	for i, c := range b.communes {
		if int(c.office) < districts {
			all = append(all, int32(i))
		}
	}
	shuffle(&b.r, all)
	for _, want := range []bool{true, false} {
		seen := make([]bool, districts)
		for i := 0; i < len(all); i++ {
			o := b.communes[all[i]].office
			if len(places) < b.unionCommunes[u] && (!want || !seen[o]) {
				seen[o] = true
				places = append(places, all[i])
				all = append(all[:i], all[i+1:]...)
				i--
			}
		}
	}
	return places
}

// found sets up a group of a union.
func (b *branch) found(u int, on calendar.Day) {
	places := b.unionPlaces[u]
	g := group{union: uint8(u), established: on, into: -1, commune: places[b.r.n(len(places))],
		rating: make([]uint8, len(b.spans)+1), indebted: make([]bool, len(b.spans)+1)}
	b.groups = append(b.groups, g)
}

// open lists the open groups of a union.
func (b *branch) openGroups(u int) (open []int32) {
	for i := range b.groups {
		if b.groups[i].union == uint8(u) && b.groups[i].closed == 0 {
			open = append(open, int32(i))
		}
	}
	return open
}

// sizes decides how many households with debt each group shall have: together all, exactly small groups below
// twenty where that can be, near to what they have.
func (b *branch) sizes(have, least []int64, all, small int) []int64 {
	n := len(have)
	byHave := make([]int, n)
	for i := range byHave {
		byHave[i] = i
	}
	shuffle(&b.r, byHave)
	stable(byHave, func(i int) int64 { return have[i] })
	v, lo, hi := make([]int64, n), make([]int64, n), make([]int64, n)
	for k, i := range byHave {
		lo[i], hi[i] = 20, 60
		if k < small {
			lo[i], hi[i] = 5, 19
		}
		lo[i] = max(lo[i], least[i])
		hi[i] = max(hi[i], lo[i])
		v[i] = have[i] + b.r.between(-3, 3)
	}
	if sum(lo) > int64(all) || sum(hi) < int64(all) {
		for i := range lo {
			lo[i], hi[i] = max(1, least[i]), max(60, int64(all))
		}
	}
	spread(v, lo, hi, int64(all), 1)
	return v
}
