// Package chart draws the trends: lines, stacked bars and heat maps as SVG, and as PNG for documents that
// cannot hold SVG. Charts lists what there is; a chart takes the rows of one trend, as the warehouse gives them.
//
// Every picture states its title, its unit, the as-of day and the source it is told; axes of amounts and shares
// begin at zero. Without a figure to show, a sentence stands where the chart would. Text is set in
// Liberation Sans, which is measured here and named in the SVG; Arial has the same widths.
//
// It refuses to compute a figure: values are those of the rows, divided by the unit that the axis names.
package chart
