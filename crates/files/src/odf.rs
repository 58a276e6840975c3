//! `OpenDocument` (ISO/IEC 26300): which parts go, and what goes within those that stay.

use quick_xml::events::BytesStart;

use crate::{
    kind::Kind,
    part::Plan,
    xml::{Fate, Rules, Value, Why, attribute, local},
};

/// What is done with a part.
pub(crate) fn plan(name: &str) -> Plan {
    if is_dropped(name) {
        return Plan::Drop;
    }
    if name == "mimetype" {
        return Plan::Plain;
    }
    if name.starts_with("Basic/") || name.starts_with("Scripts/") || name.starts_with("Dialogs/") {
        return Plan::Macros;
    }
    let file = name.rsplit('/').next().unwrap_or(name);
    match file.rsplit_once('.').map(|(_, end)| end) {
        Some("xml" | "rdf") => Plan::Xml(&PARTS),
        Some("ttf" | "otf") => Plan::Font,
        _ => Plan::Media,
    }
}

/// Properties, small pictures, signatures, the settings of menus.
fn is_dropped(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    file == "meta.xml"
        || name.starts_with("Thumbnails/")
        || name.starts_with("Configurations2/")
        || name == "layout-cache"
        || matches!(name, "META-INF/documentsignatures.xml" | "META-INF/macrosignatures.xml")
}

/// The kind of a document by what its part `mimetype` says.
pub(crate) fn kind(mimetype: &str) -> Option<Kind> {
    Kind::of_content_type(mimetype.trim()).filter(|kind| matches!(kind, Kind::Odt | Kind::Ods | Kind::Odp))
}

static PARTS: Rules = Rules { element, attribute: filter };

fn element(element: &BytesStart<'_>) -> Fate {
    let name = element.name().0;
    match name {
        "manifest:encryption-data" => Fate::Refuse(Why::Encrypted),
        "manifest:file-entry" => {
            let part = attribute(element, "full-path").unwrap_or_default();
            if is_dropped(&part) { Fate::Drop } else { Fate::Keep }
        }
        "config:config-item" => {
            let setting = attribute(element, "name").unwrap_or_default();
            let tells = setting.contains("Printer") || setting.contains("Rsid") || setting.contains("DataSource");
            if tells { Fate::Drop } else { Fate::Keep }
        }
        "dc:creator" => Fate::Mute,
        "dc:date"
        | "meta:date-string"
        | "meta:creator-initials"
        | "loext:sender-initials"
        | "office:scripts"
        | "office:event-listeners"
        | "script:event-listener" => Fate::Drop,
        _ => Fate::Keep,
    }
}

fn filter(_: &BytesStart<'_>, name: &str, value: &str) -> Value {
    match local(name) {
        "rsid" | "paragraph-rsid" => Value::Drop,
        "href" if value.to_ascii_lowercase().starts_with("file:") => Value::Put("file:///"),
        _ => Value::Keep,
    }
}
