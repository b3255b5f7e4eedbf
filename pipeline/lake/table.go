package lake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/catalog"
	"github.com/apache/iceberg-go/table"
	"github.com/google/uuid"

	"github.com/uythac/uythac/schemas"
)

// handle is what this process does with a table.
type handle struct {
	commit sync.Mutex // one commit at a time

	pending map[string]bool // files written and not yet committed; guarded by Lake.mu, as crashed is
	crashed bool            // the marker of an earlier run was there
}

// handle finds a table by its name with namespace.
func (l *Lake) handle(name string) *handle {
	l.mu.Lock()
	defer l.mu.Unlock()
	h := l.tables[name]
	if h == nil {
		h = &handle{pending: map[string]bool{}}
		l.tables[name] = h
	}
	return h
}

func identifier(t *schemas.Table) table.Identifier {
	return table.Identifier{t.Kind.Namespace(), t.Name}
}

// ready returns the table to commit to: created when it is missing, its columns brought up to date
// when the description has changed since.
func (l *Lake) ready(ctx context.Context, t *schemas.Table) (*table.Table, error) {
	tbl, err := l.catalog.LoadTable(ctx, identifier(t))
	if err != nil && !errors.Is(err, catalog.ErrNoSuchTable) {
		return nil, err
	}
	schema := new(iceberg.Schema)
	if err := json.Unmarshal(t.IcebergJSON(), schema); err != nil {
		return nil, err
	}
	spec, err := partitions(t)
	if err != nil {
		return nil, err
	}
	var requirements []table.Requirement
	updates := []table.Update{table.NewAddSchemaUpdate(schema), table.NewSetCurrentSchemaUpdate(-1)}
	switch {
	case tbl == nil:
		if err := l.namespace(ctx, t); err != nil {
			return nil, err
		}
		// Not CreateTable: it gives the columns new ids, and the ids of schemas must hold.
		requirements = append(requirements, table.AssertCreate())
		updates = append([]table.Update{
			table.NewAssignUUIDUpdate(uuid.New()),
			table.NewUpgradeFormatVersionUpdate(2),
			table.NewSetLocationUpdate(uri(l.folder(t))),
		}, updates...)
	case tbl.Schema().Equals(schema) && specEquals(tbl.Spec(), spec):
		return tbl, nil
	default:
		requirements = append(requirements, table.AssertTableUUID(tbl.Metadata().TableUUID()))
	}
	if tbl == nil || !specEquals(tbl.Spec(), spec) {
		updates = append(updates, table.NewAddPartitionSpecUpdate(&spec, false), table.NewSetDefaultSpecUpdate(-1))
	}
	properties, err := tableProperties(t, schema)
	if err != nil {
		return nil, err
	}
	updates = append(updates, table.NewSetPropertiesUpdate(properties))
	if tbl == nil {
		updates = append(updates, table.NewRemoveSchemasUpdate([]int{0})) // the schema without columns that a new table starts with
	}
	if _, _, err := l.catalog.CommitTable(ctx, identifier(t), requirements, updates); err != nil {
		return nil, err
	}
	return l.catalog.LoadTable(ctx, identifier(t))
}

func (l *Lake) namespace(ctx context.Context, t *schemas.Table) error {
	name := table.Identifier{t.Kind.Namespace()}
	there, err := l.catalog.CheckNamespaceExists(ctx, name)
	if err != nil || there {
		return err
	}
	if err := l.catalog.CreateNamespace(ctx, name, nil); err != nil && !errors.Is(err, catalog.ErrNamespaceAlreadyExists) {
		return err
	}
	return nil
}

// partitions gives the table's partitioning: the branch as it is, the month of the month column.
func partitions(t *schemas.Table) (iceberg.PartitionSpec, error) {
	var fields []iceberg.PartitionField
	add := func(column, name string, transform iceberg.Transform) error {
		c, ok := t.Column(column)
		if !ok {
			return fmt.Errorf("%s has no column %s", t.Name, column)
		}
		fields = append(fields, iceberg.PartitionField{
			SourceIDs: []int{c.ID}, FieldID: 1000 + len(fields), Name: name, Transform: transform})
		return nil
	}
	if t.ByBranch() {
		if err := add("branch_code", "branch_code", iceberg.IdentityTransform{}); err != nil {
			return iceberg.PartitionSpec{}, err
		}
	}
	if t.Month != "" {
		if err := add(t.Month, t.Month+"_month", iceberg.MonthTransform{}); err != nil {
			return iceberg.PartitionSpec{}, err
		}
	}
	return iceberg.NewPartitionSpec(fields...), nil
}

func specEquals(a, b iceberg.PartitionSpec) bool {
	if a.NumFields() != b.NumFields() {
		return false
	}
	for i, x := range a.Fields() {
		y := b.Field(i)
		if x.SourceID() != y.SourceID() || x.Name != y.Name || !x.Transform.Equals(y.Transform) {
			return false
		}
	}
	return true
}

// tableProperties are how Iceberg keeps a table: few old metadata files, and bounds only of the
// columns that rows are found by, because a manifest with those of 120 columns is slow to list.
func tableProperties(t *schemas.Table, schema *iceberg.Schema) (iceberg.Properties, error) {
	mapping, err := json.Marshal(schema.NameMapping())
	if err != nil {
		return nil, err
	}
	properties := iceberg.Properties{
		table.DefaultNameMappingKey:               string(mapping),
		table.MetadataDeleteAfterCommitEnabledKey: "true",
		table.MetadataPreviousVersionsMaxKey:      "5",
		table.ManifestMergeEnabledKey:             "true",
		table.ManifestMinMergeCountKey:            "4",
		table.DefaultWriteMetricsModeKey:          "none",
		"comment":                                 t.Doc,
	}
	bounded := append(slices.Clone(t.Order()), "branch_code", t.Month)
	for _, name := range bounded {
		if _, ok := t.Column(name); ok {
			maps.Copy(properties, iceberg.Properties{table.MetricsModeColumnConfPrefix + "." + name: "full"})
		}
	}
	return properties, nil
}
