// Package result writes the rows of a query as they come: as a table, records or Markdown for people, as CSV, JSON,
// Parquet, Arrow or a workbook of Excel for programs. Programs get values as they are: whole numbers in digits, decimals with their places, floating-point
// numbers in the shortest text that reads back the same, days as 2020-12-31, NULL as nothing in CSV and null in JSON;
// what is nested is JSON. People get the same texts, aligned by the width that a terminal gives them, NULL as NULL, and no
// control characters.
//
// It refuses to hold a result: a table is laid out by its first rows, and what comes later may be wider.
package result
