package flight

import (
	"context"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	pb "github.com/apache/arrow-go/v18/arrow/flight/gen/flight"
)

//go:embed words.txt
var words string

// wordsOf are the words of a kind: keywords that no other SQL has, and functions.
func wordsOf(kind string) []string {
	for line := range strings.Lines(words) {
		if rest, ok := strings.CutPrefix(line, kind+": "); ok {
			return strings.Fields(rest)
		}
	}
	return []string{}
}

// bits are several values of an enumeration.
func bits(values ...int32) (mask int32) {
	for _, v := range values {
		mask |= 1 << v
	}
	return mask
}

// inform registers what the server can do: every code there is. 0 as a maximum means that there is none, or none that is known.
func (s *Server) inform() {
	if s.Alloc != nil {
		return
	}
	s.Alloc = allocator
	timeout := s.Desk.Pool.Limits().Timeout
	for code, v := range s.infos() {
		if err := s.RegisterSqlInfo(code, v); err != nil {
			panic(fmt.Sprintf("SqlInfo %s: %v", code, err)) // a value of a type that no code has
		}
	}
	_ = s.RegisterSqlInfo(flightsql.SqlInfoFlightSqlServerStatementTimeout, int32(timeout.Milliseconds())) //nolint:gosec // some minutes
}

func (s *Server) infos() map[flightsql.SqlInfo]any {
	all := map[flightsql.SqlInfo]any{
		flightsql.SqlInfoFlightSqlServerName: "uythac", flightsql.SqlInfoFlightSqlServerVersion: s.Version, flightsql.SqlInfoFlightSqlServerArrowVersion: "v" + arrow.PkgVersion,
		flightsql.SqlInfoFlightSqlServerReadOnly: true, flightsql.SqlInfoFlightSqlServerSql: true, flightsql.SqlInfoFlightSqlServerSubstrait: false,
		flightsql.SqlInfoFlightSqlServerSubstraitMinVersion: "", flightsql.SqlInfoFlightSqlServerSubstraitMaxVersion: "",
		flightsql.SqlInfoFlightSqlServerTransaction: int32(pb.SqlSupportedTransaction_SQL_SUPPORTED_TRANSACTION_NONE), flightsql.SqlInfoFlightSqlServerCancel: true,
		flightsql.SqlInfoFlightSqlServerBulkIngestion: false, flightsql.SqlInfoFlightSqlServerIngestTransactionsSupported: false,
		flightsql.SqlInfoFlightSqlServerTransactionTimeout: int32(0),

		flightsql.SqlInfoIdentifierCase: int64(pb.SqlSupportedCaseSensitivity_SQL_CASE_SENSITIVITY_CASE_INSENSITIVE), flightsql.SqlInfoIdentifierQuoteChar: `"`,
		flightsql.SqlInfoQuotedIdentifierCase: int64(pb.SqlSupportedCaseSensitivity_SQL_CASE_SENSITIVITY_CASE_INSENSITIVE),
		flightsql.SqlInfoNullOrdering:         int64(pb.SqlNullOrdering_SQL_NULLS_SORTED_AT_END),
		flightsql.SqlInfoKeywords:             wordsOf("keywords"), flightsql.SqlInfoNumericFunctions: wordsOf("numeric"), flightsql.SqlInfoStringFunctions: wordsOf("string"),
		flightsql.SqlInfoSystemFunctions: wordsOf("system"), flightsql.SqlInfoDateTimeFunctions: wordsOf("datetime"),
		flightsql.SqlInfoSearchStringEscape: `\`, flightsql.SqlInfoExtraNameChars: "", flightsql.SqlInfoSupportsConvert: conversions(),
		flightsql.SqlInfoSupportedGroupBy:       bits(int32(pb.SqlSupportedGroupBy_SQL_GROUP_BY_UNRELATED), int32(pb.SqlSupportedGroupBy_SQL_GROUP_BY_BEYOND_SELECT)),
		flightsql.SqlInfoSupportedGrammar:       bits(int32(pb.SupportedSqlGrammar_SQL_MINIMUM_GRAMMAR), int32(pb.SupportedSqlGrammar_SQL_CORE_GRAMMAR)),
		flightsql.SqlInfoANSI92SupportedLevel:   bits(int32(pb.SupportedAnsi92SqlGrammarLevel_ANSI92_ENTRY_SQL)),
		flightsql.SqlInfoOuterJoinsSupportLevel: bits(int32(pb.SqlOuterJoinsSupportLevel_SQL_FULL_OUTER_JOINS), int32(pb.SqlOuterJoinsSupportLevel_SQL_LIMITED_OUTER_JOINS)),
		flightsql.SqlInfoSchemaTerm:             "schema", flightsql.SqlInfoProcedureTerm: "", flightsql.SqlInfoCatalogTerm: "database",
		flightsql.SqlInfoSchemasSupportedActions: int32(0), flightsql.SqlInfoCatalogsSupportedActions: int32(0), flightsql.SqlInfoSupportedPositionedCommands: int32(0),
		flightsql.SqlInfoSupportedSubqueries: bits(int32(pb.SqlSupportedSubqueries_SQL_SUBQUERIES_IN_COMPARISONS), int32(pb.SqlSupportedSubqueries_SQL_SUBQUERIES_IN_EXISTS),
			int32(pb.SqlSupportedSubqueries_SQL_SUBQUERIES_IN_INS), int32(pb.SqlSupportedSubqueries_SQL_SUBQUERIES_IN_QUANTIFIEDS)),
		flightsql.SqlInfoSupportedUnions:             bits(int32(pb.SqlSupportedUnions_SQL_UNION), int32(pb.SqlSupportedUnions_SQL_UNION_ALL)),
		flightsql.SqlInfoDefaultTransactionIsolation: int64(pb.SqlTransactionIsolationLevel_SQL_TRANSACTION_NONE), flightsql.SqlInfoSupportedTransactionsIsolationlevels: bits(int32(pb.SqlTransactionIsolationLevel_SQL_TRANSACTION_NONE)),
		flightsql.SqlInfoSupportedResultSetTypes: bits(int32(pb.SqlSupportedResultSetType_SQL_RESULT_SET_TYPE_FORWARD_ONLY)),
	}
	readOnly := bits(int32(pb.SqlSupportedResultSetConcurrency_SQL_RESULT_SET_CONCURRENCY_READ_ONLY))
	for code, mask := range map[flightsql.SqlInfo]int32{
		flightsql.SqlInfoSupportedConcurrenciesForResultSetUnspecified: readOnly, flightsql.SqlInfoSupportedConcurrenciesForResultSetForwardOnly: readOnly,
		flightsql.SqlInfoSupportedConcurrenciesForResultSetScrollSensitive: 0, flightsql.SqlInfoSupportedConcurrenciesForResultSetScrollInsensitive: 0,
	} {
		all[code] = mask
	}
	maps.Copy(all, truths())
	for _, code := range []flightsql.SqlInfo{
		flightsql.SqlInfoMaxBinaryLiteralLen, flightsql.SqlInfoMaxCharLiteralLen, flightsql.SqlInfoMaxColumnNameLen, flightsql.SqlInfoMaxColumnsInGroupBy, flightsql.SqlInfoMaxColumnsInIndex,
		flightsql.SqlInfoMaxColumnsInOrderBy, flightsql.SqlInfoMaxColumnsInSelect, flightsql.SqlInfoMaxColumnsInTable, flightsql.SqlInfoMaxConnections, flightsql.SqlInfoMaxCursorNameLen,
		flightsql.SqlInfoMaxIndexLen, flightsql.SqlInfoDBSchemaNameLen, flightsql.SqlInfoMaxProcedureNameLen, flightsql.SqlInfoMaxCatalogNameLen, flightsql.SqlInfoMaxTableNameLen, flightsql.SqlInfoMaxTablesInSelect,
	} {
		all[code] = int64(0)
	}
	all[flightsql.SqlInfoMaxRowSize], all[flightsql.SqlInfoMaxStatementLen] = int64(32<<20), int64(1<<20)
	all[flightsql.SqlInfoMaxStatements], all[flightsql.SqlInfoMaxUsernameLen] = int64(mostPrepared), int64(64)
	return all
}

// truths are the codes that are true or false.
func truths() map[flightsql.SqlInfo]any {
	all := map[flightsql.SqlInfo]any{}
	for _, code := range []flightsql.SqlInfo{
		flightsql.SqlInfoAllTablesAreASelectable, flightsql.SqlInfoSupportsColumnAliasing, flightsql.SqlInfoNullPlusNullIsNull, flightsql.SqlInfoSupportsTableCorrelationNames,
		flightsql.SqlInfoSupportsExpressionsInOrderBy, flightsql.SqlInfoSupportsOrderByUnrelated, flightsql.SqlInfoSupportsLikeEscapeClause, flightsql.SqlInfoSupportsNonNullableColumns,
		flightsql.SqlInfoCatalogAtStart, flightsql.SqlInfoCorrelatedSubqueriesSupported, flightsql.SqlInfoMaxRowSizeIncludesBlobs,
	} {
		all[code] = true
	}
	for _, code := range []flightsql.SqlInfo{
		flightsql.SqlInfoDDLCatalog, flightsql.SqlInfoDDLSchema, flightsql.SqlInfoDDLTable, flightsql.SqlInfoSupportsDifferentTableCorrelationNames, flightsql.SqlInfoSupportsIntegrityEnhancementFacility,
		flightsql.SqlInfoSelectForUpdateSupported, flightsql.SqlInfoStoredProceduresSupported, flightsql.SqlInfoTransactionsSupported, flightsql.SqlInfoDataDefinitionCausesTransactionCommit,
		flightsql.SqlInfoDataDefinitionsInTransactionsIgnored, flightsql.SqlInfoBatchUpdatesSupported, flightsql.SqlInfoSavePointsSupported, flightsql.SqlInfoNamedParametersSupported,
		flightsql.SqlInfoLocatorsUpdateCopy, flightsql.SqlInfoStoredFunctionsUsingCallSyntaxSupported,
	} {
		all[code] = false
	}
	return all
}

// conversions says which types can be cast to which: numbers and truths to each other, days and moments to each other, all to and
// from text.
func conversions() map[int32][]int32 {
	number := []int32{int32(pb.SqlSupportsConvert_SQL_CONVERT_BIT), int32(pb.SqlSupportsConvert_SQL_CONVERT_TINYINT), int32(pb.SqlSupportsConvert_SQL_CONVERT_SMALLINT), int32(pb.SqlSupportsConvert_SQL_CONVERT_INTEGER),
		int32(pb.SqlSupportsConvert_SQL_CONVERT_BIGINT), int32(pb.SqlSupportsConvert_SQL_CONVERT_REAL), int32(pb.SqlSupportsConvert_SQL_CONVERT_FLOAT), int32(pb.SqlSupportsConvert_SQL_CONVERT_DECIMAL)}
	moment := []int32{int32(pb.SqlSupportsConvert_SQL_CONVERT_DATE), int32(pb.SqlSupportsConvert_SQL_CONVERT_TIMESTAMP)}
	text := []int32{int32(pb.SqlSupportsConvert_SQL_CONVERT_VARCHAR)}
	all := map[int32][]int32{text[0]: slices.Concat(number, moment, text)}
	for _, kind := range [][]int32{number, moment} {
		for _, from := range kind {
			all[from] = slices.Concat(kind, text)
		}
	}
	return all
}

// DoGetSqlInfo implements flightsql.Server: without codes all are meant.
//
//nolint:staticcheck // the interface's name
func (s *Server) DoGetSqlInfo(ctx context.Context, q flightsql.GetSqlInfo) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	for _, code := range q.GetInfo() {
		if _, ok := pb.SqlInfo_name[int32(code)]; !ok { //nolint:gosec // what does not fit is not there
			return nil, nil, status.Errorf(codes.NotFound, "there is no information %d", code)
		}
	}
	return s.BaseServer.DoGetSqlInfo(ctx, q)
}
