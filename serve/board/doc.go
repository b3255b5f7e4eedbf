// Package board is the dashboards of uythac serve: pages for a browser, made whole on the server.
//
//	/                          overview: the figures, the unions, how they went
//	/unions/{code}             one union, commune by commune
//	/places, /places/{code}    offices, and an office's communes
//	/communes/{code}           one commune: its unions and groups
//	/groups, /groups/{code}    savings groups, and one group's sheet and loans
//	/loans/{contract}          one loan: its months, and the entries behind them
//	/watch, /watch/{list}      lists for action
//	/trends, /trends/{name}    charts with their figures
//	/quality                   checks, runs, what was read and healed
//
// Every page is an address: day, language and filters stand in it, so it can be sent, kept and printed. Beside the figures
// stands the day they are of and what the checks say. Pages need no script, no font and nothing from another machine; a
// chart is a picture with its figures in a table under it, which a reader reads out and a keyboard opens.
//
// It refuses to compute: figures are the rows of reports and trends, which the desk answers from the guest's own file.
package board
