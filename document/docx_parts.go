package document

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed docx_styles.xml
var stylesXML string

func namespaces() []any {
	return []any{
		attribute{"xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"},
		attribute{"xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"},
		attribute{"xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"},
		attribute{"xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"},
		attribute{"xmlns:pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"},
	}
}

const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

// fixedParts are the parts of a DOCX beside the text and its pictures.
func fixedParts(d *Document, pictures int) []part {
	language := pick(d.Lang, "vi-VN", "en-GB")
	return []part{
		xmlPart("[Content_Types].xml", contentTypes()),
		xmlPart("_rels/.rels", relationships([3]string{"rId1", relations + "/officeDocument", "word/document.xml"},
			[3]string{"rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"},
			[3]string{"rId3", relations + "/extended-properties", "docProps/app.xml"})),
		xmlPart("docProps/core.xml", coreProperties(d)),
		xmlPart("docProps/app.xml", el("Properties", attribute{"xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"}, el("Application", "uythac"))),
		{"word/styles.xml", []byte(strings.ReplaceAll(stylesXML, "LANGUAGE", language))},
		xmlPart("word/settings.xml", el("w:settings", append(namespaces(), el("w:defaultTabStop", attribute{"w:val", "720"}),
			el("w:compat", el("w:compatSetting", attribute{"w:name", "compatibilityMode"}, attribute{"w:uri", "http://schemas.microsoft.com/office/word"}, attribute{"w:val", "15"})))...)),
		xmlPart("word/header1.xml", el("w:hdr", append(namespaces(), pageNumber())...)),
		xmlPart("word/header2.xml", el("w:hdr", append(namespaces(), el("w:p", el("w:pPr", val("w:pStyle", "Header"))))...)),
		xmlPart("word/_rels/document.xml.rels", relationships(documentRelations(pictures)...)),
	}
}

func xmlPart(name string, e element) part { return part{name, []byte(xmlHead + e.String())} }

// pageNumber is the number of the page, centred at its top.
func pageNumber() element {
	field := func(kind string) element { return el("w:r", el("w:fldChar", attribute{"w:fldCharType", kind})) }
	return el("w:p", el("w:pPr", val("w:pStyle", "Header")), field("begin"),
		el("w:r", el("w:instrText", attribute{"xml:space", "preserve"}, " PAGE ")), field("separate"), el("w:r", el("w:t", "2")), field("end"))
}

func contentTypes() element {
	types := el("Types", attribute{"xmlns", "http://schemas.openxmlformats.org/package/2006/content-types"})
	for _, d := range [][2]string{{"rels", "application/vnd.openxmlformats-package.relationships+xml"}, {"xml", "application/xml"}, {"png", "image/png"}, {"svg", "image/svg+xml"}} {
		types = types.add(el("Default", attribute{"Extension", d[0]}, attribute{"ContentType", d[1]}))
	}
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	for _, o := range [][2]string{
		{"/word/document.xml", word + "document.main+xml"}, {"/word/styles.xml", word + "styles+xml"}, {"/word/settings.xml", word + "settings+xml"},
		{"/word/header1.xml", word + "header+xml"}, {"/word/header2.xml", word + "header+xml"},
		{"/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"},
		{"/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"},
	} {
		types = types.add(el("Override", attribute{"PartName", o[0]}, attribute{"ContentType", o[1]}))
	}
	return types
}

// relationships lists what a part refers to: id, type, target.
func relationships(all ...[3]string) element {
	e := el("Relationships", attribute{"xmlns", "http://schemas.openxmlformats.org/package/2006/relationships"})
	for _, r := range all {
		e = e.add(el("Relationship", attribute{"Id", r[0]}, attribute{"Type", r[1]}, attribute{"Target", r[2]}))
	}
	return e
}

func documentRelations(pictures int) [][3]string {
	all := [][3]string{
		{"rIdStyles", relations + "/styles", "styles.xml"}, {"rIdSettings", relations + "/settings", "settings.xml"},
		{"rIdHeader", relations + "/header", "header1.xml"}, {"rIdFirst", relations + "/header", "header2.xml"},
	}
	for i := range pictures {
		all = append(all, [3]string{fmt.Sprintf("rIdPicture%d", i+1), relations + "/image", fmt.Sprintf("media/chart%d.png", i+1)})
	}
	return all
}

// coreProperties are the file's title, language and time, and in its description what the data are.
func coreProperties(d *Document) element {
	made := d.Made.UTC().Format("2006-01-02T15:04:05Z")
	return el("cp:coreProperties", attribute{"xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"},
		attribute{"xmlns:dc", "http://purl.org/dc/elements/1.1/"}, attribute{"xmlns:dcterms", "http://purl.org/dc/terms/"}, attribute{"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"},
		el("dc:title", d.Title), el("dc:creator", strings.Join(d.Letterhead.Agency, " ")), el("dc:description", d.Origin),
		el("dcterms:created", attribute{"xsi:type", "dcterms:W3CDTF"}, made), el("dcterms:modified", attribute{"xsi:type", "dcterms:W3CDTF"}, made),
		el("dc:language", pick(d.Lang, "vi-VN", "en-GB")))
}
