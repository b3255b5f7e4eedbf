package schemas

import "encoding/json"

var icebergTypes = [...]string{
	Code: "string", Text: "string", Int64: "long", Int32: "int", Int16: "int", Bool: "boolean", Date: "date",
	Timestamp: "timestamp", Rate: "decimal(7, 4)", Ratio: "double", Exact: "decimal(38, 12)",
}

// IcebergJSON returns the table's Iceberg schema in the JSON form of the Iceberg specification, with stable field ids.
func (t *Table) IcebergJSON() []byte {
	type field struct {
		ID       int    `json:"id"`
		Name     string `json:"name"`
		Required bool   `json:"required"`
		Type     string `json:"type"`
		Doc      string `json:"doc"`
	}
	s := struct {
		Type     string  `json:"type"`
		SchemaID int     `json:"schema-id"`
		Fields   []field `json:"fields"`
	}{Type: "struct"}
	for _, c := range t.stored() {
		s.Fields = append(s.Fields, field{c.ID, c.Name, !c.Null, icebergTypes[c.Type], c.Doc})
	}
	out, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings and integers always marshal
	}
	return out
}
