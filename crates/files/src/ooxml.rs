//! Office Open XML (ISO/IEC 29500): which parts go, and what goes within those that stay.

use quick_xml::events::BytesStart;

use crate::{
    kind::Kind,
    part::Plan,
    xml::{Fate, Rules, Value, Why, attribute, local},
};

/// In place of a name that a document needs.
const NOBODY: &str = "-";
/// In place of a time that a document needs.
const NEVER: &str = "1980-01-01T00:00:00Z";

/// Parts that tell of people, machines and earlier versions, by the beginning of their names.
const DROPPED: [&str; 7] = [
    "docprops/",
    "docmetadata/",
    "customxml/",
    "_xmlsignatures/",
    "xl/revisions/",
    "xl/printersettings/",
    "word/printersettings",
];
/// The ends of the types of relationships to such parts.
const DROPPED_RELATIONSHIPS: [&str; 12] = [
    "/core-properties",
    "/extended-properties",
    "/custom-properties",
    "/thumbnail",
    "/customXml",
    "/customXmlProps",
    "/printerSettings",
    "/digital-signature/origin",
    "/attachedTemplate",
    "/revisionHeaders",
    "/usernames",
    "/classificationlabels",
];

/// What is done with a part.
pub(crate) fn plan(name: &str) -> Plan {
    let lower = name.to_ascii_lowercase();
    let lower = lower.trim_start_matches('/');
    let file = lower.rsplit('/').next().unwrap_or(lower);
    if is_dropped(lower) {
        return Plan::Drop;
    }
    if file.contains("vbaproject") || file == "vbadata.xml" {
        return Plan::Macros;
    }
    if lower.contains("/activex/") || lower.contains("/ctrlprops/activex") {
        return Plan::Object;
    }
    if lower == "[content_types].xml" {
        return Plan::Xml(&CONTENT_TYPES);
    }
    match file.rsplit('.').next() {
        Some("rels") => Plan::Xml(&RELATIONSHIPS),
        Some("xml" | "vml") => Plan::Xml(&PARTS),
        Some("odttf" | "fntdata" | "ttf") => Plan::Font,
        Some("bin") => Plan::Object,
        _ => Plan::Media,
    }
}

fn is_dropped(lower: &str) -> bool {
    DROPPED.iter().any(|start| lower.starts_with(start))
        || lower.contains("/printersettings")
        || lower == "xl/usernames.xml"
}

/// The kind of a document by the content type of its main part; `Err` where that has macros.
pub(crate) fn main_part(content_type: &str) -> Result<Option<Kind>, Why> {
    if content_type.contains("macroEnabled") || content_type.contains("vbaProject") {
        return Err(Why::Macros);
    }
    Ok(match content_type.strip_prefix("application/vnd.openxmlformats-officedocument.") {
        Some("wordprocessingml.document.main+xml") => Some(Kind::Docx),
        Some("spreadsheetml.sheet.main+xml") => Some(Kind::Xlsx),
        Some("presentationml.presentation.main+xml" | "presentationml.slideshow.main+xml") => Some(Kind::Pptx),
        _ => None,
    })
}

static CONTENT_TYPES: Rules = Rules { element: content_type, attribute: keep };
static RELATIONSHIPS: Rules = Rules { element: relationship, attribute: target };
static PARTS: Rules = Rules { element, attribute: author };

fn keep(_: &BytesStart<'_>, _: &str, _: &str) -> Value {
    Value::Keep
}

fn content_type(element: &BytesStart<'_>) -> Fate {
    let value = |name| attribute(element, name).unwrap_or_default();
    if main_part(&value("ContentType")).is_err() {
        return Fate::Refuse(Why::Macros);
    }
    let part = value("PartName").to_ascii_lowercase();
    if is_dropped(part.trim_start_matches('/')) { Fate::Drop } else { Fate::Keep }
}

fn relationship(element: &BytesStart<'_>) -> Fate {
    let kind = attribute(element, "Type").unwrap_or_default();
    if kind.ends_with("/vbaProject") {
        return Fate::Refuse(Why::Macros);
    }
    let dropped = DROPPED_RELATIONSHIPS.iter().any(|end| kind.ends_with(end));
    if dropped { Fate::Drop } else { Fate::Keep }
}

/// A link to a file tells the folders of the machine that it was made on.
fn target(_: &BytesStart<'_>, name: &str, value: &str) -> Value {
    let lower = value.to_ascii_lowercase();
    if name == "Target" && lower.starts_with("file:") { Value::Put("file:///") } else { Value::Keep }
}

fn element(element: &BytesStart<'_>) -> Fate {
    match local(element.name().0) {
        // Sessions of editing, the document's own number, the template's and the file's place, printers, custom data.
        "rsids" | "docId" | "attachedTemplate" | "absPath" | "revisionPtr" | "fileSharing" | "custData"
        | "proofState" => Fate::Drop,
        // Authors of a spreadsheet's comments stand as text.
        "author" => Fate::Mute,
        _ => Fate::Keep,
    }
}

fn author(element: &BytesStart<'_>, name: &str, _: &str) -> Value {
    let holder = element.name().0;
    let holder = local(holder);
    match (holder, local(name)) {
        (_, "author" | "initials" | "userId" | "providerId" | "lastModifiedBy" | "userName")
        | ("person", "displayName")
        | ("cmAuthor" | "author", "name") => Value::Put(NOBODY),
        (_, "date") if name == "w:date" => Value::Drop,
        (_, "dateUtc") | ("threadedComment", "dT") | ("cm", "dt") | ("pageSetup", "id") => Value::Drop,
        ("cm" | "reply", "created") => Value::Put(NEVER),
        (_, session) if session.starts_with("rsid") => Value::Drop,
        _ => Value::Keep,
    }
}
