//! XML through a filter, event by event. Comments and processing instructions are always left out; a document type is refused,
//! so that nothing is expanded.

use std::io::{BufRead, Write};

use quick_xml::{
    Reader, Writer,
    events::{BytesStart, Event, attributes::Attribute},
};

use crate::refuse::Refused;

/// Elements deeper than this are in no document.
const MAX_DEPTH: u32 = 512;

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It stays, its attributes filtered.
    Keep,
    /// It goes with all that is in it.
    Drop,
    /// It stays without the text in it.
    Mute,
    /// No such document is taken.
    Refuse(Why),
}

/// Why an element is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// Part of the document is encrypted.
    Encrypted,
    /// It names macros.
    Macros,
}

/// What becomes of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// It stays.
    Keep,
    /// It goes.
    Drop,
    /// It gets another value, which needs no escaping.
    Put(&'static str),
}

/// What a filter leaves out.
pub(crate) struct Rules {
    /// Judges an element.
    pub(crate) element: fn(&BytesStart<'_>) -> Fate,
    /// Judges an attribute of an element that stays: element, qualified name, raw value.
    pub(crate) attribute: fn(&BytesStart<'_>, &str, &str) -> Value,
}

/// The name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The raw value of an attribute by its local name.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| local(attribute.key.0) == name)
        .map(|attribute| attribute.value.into_owned())
}

/// Where a filter stands in a document.
#[derive(Default)]
struct Place {
    depth: u32,
    /// Depth of the elements that are being dropped.
    dropped: u32,
    /// Depth of the elements whose text is.
    muted: u32,
}

/// Copies a document through the filter.
pub(crate) fn filter(input: impl BufRead, output: impl Write, rules: &Rules) -> Result<(), Refused> {
    let mut reader = Reader::from_reader(input);
    let mut writer = Writer::new(output);
    let mut buffer = Vec::new();
    let mut place = Place::default();
    let mut elements = 0_u64;
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(|_| Refused::Corrupt)?;
        match event {
            Event::Start(element) => {
                elements += 1;
                start(&mut place, &element, &mut writer, rules)?;
            }
            Event::Empty(element) => {
                elements += 1;
                let fate = fate_of(&element, rules)?;
                if place.dropped == 0 && fate != Fate::Drop {
                    writer.write_event(Event::Empty(filtered(&element, rules)?))?;
                }
            }
            Event::End(element) => {
                place.depth = place.depth.checked_sub(1).ok_or(Refused::Corrupt)?;
                if place.dropped > 0 {
                    place.dropped -= 1;
                } else {
                    place.muted = place.muted.saturating_sub(1);
                    writer.write_event(Event::End(element))?;
                }
            }
            text @ (Event::Text(_) | Event::CData(_) | Event::GeneralRef(_)) => {
                if place.dropped == 0 && place.muted == 0 {
                    writer.write_event(text)?;
                }
            }
            Event::Decl(declaration) => writer.write_event(Event::Decl(declaration))?,
            Event::Comment(_) | Event::PI(_) => {}
            Event::Eof if place.depth == 0 && elements > 0 => return Ok(()),
            Event::Eof | Event::DocType(_) => return Err(Refused::Corrupt),
        }
        buffer.clear();
    }
}

fn start<W: Write>(
    place: &mut Place,
    element: &BytesStart<'_>,
    writer: &mut Writer<W>,
    rules: &Rules,
) -> Result<(), Refused> {
    place.depth += 1;
    if place.depth > MAX_DEPTH {
        return Err(Refused::TooComplex);
    }
    let fate = fate_of(element, rules)?;
    if place.dropped > 0 || fate == Fate::Drop {
        place.dropped += 1;
        return Ok(());
    }
    if place.muted > 0 || fate == Fate::Mute {
        place.muted += 1;
    }
    writer.write_event(Event::Start(filtered(element, rules)?))?;
    Ok(())
}

fn fate_of(element: &BytesStart<'_>, rules: &Rules) -> Result<Fate, Refused> {
    match (rules.element)(element) {
        Fate::Refuse(Why::Encrypted) => Err(Refused::Encrypted),
        Fate::Refuse(Why::Macros) => Err(Refused::Macros),
        fate => Ok(fate),
    }
}

/// The element with its attributes filtered.
fn filtered<'e>(element: &BytesStart<'e>, rules: &Rules) -> Result<BytesStart<'e>, Refused> {
    let mut judged = Vec::new();
    let mut changed = false;
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Refused::Corrupt)?;
        let value = (rules.attribute)(element, attribute.key.0, &attribute.value);
        changed |= value != Value::Keep;
        judged.push((attribute, value));
    }
    if !changed {
        return Ok(element.clone());
    }
    let mut rewritten = BytesStart::new(element.name().0.to_owned());
    for (attribute, value) in judged {
        let kept = match value {
            Value::Keep => Some(attribute),
            Value::Put(value) => Some(Attribute { key: attribute.key, value: value.into() }),
            Value::Drop => None,
        };
        rewritten.extend_attributes(kept);
    }
    Ok(rewritten)
}
