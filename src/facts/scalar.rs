//! Single values: what a string or a number of JSON says, by the type of its field.
//!
//! A value that cannot be read is reported and left out; it is never trimmed, rounded or guessed.

use std::cmp::Ordering;

use crate::data::Place;
use crate::data::pull;
use crate::data::pull::Pull;
use crate::diagnostic::Diagnostic;
use crate::facts::CellValue;
use crate::facts::bind::Reading;
use crate::facts::bind::Target;
use crate::facts::errors;
use crate::facts::errors::Written;
use crate::facts::keys::Kind;
use crate::facts::keys::kind_of;
use crate::facts::references::Pending;
use crate::ids::Id;
use crate::plan::FieldId;
use crate::plan::FieldShape;
use crate::plan::Shape;
use crate::value::Country;
use crate::value::Currency;
use crate::value::Date;
use crate::value::Duration;
use crate::value::Number;
use crate::value::RecordType;
use crate::value::Texts;
use crate::value::Value;
use crate::value::parse_amount;
use crate::value::parse_money;
use crate::value::parse_percent;

/// What is needed to read a value, apart from its text.
pub(super) struct Means<'m> {
    pub(super) shape: &'m Shape,
    pub(super) texts: &'m mut Texts,
    /// Most digits before and after the point.
    pub(super) digits: usize,
    pub(super) file: crate::source::FileId,
}

/// Why a text gives no value.
pub(super) enum NoValue {
    /// What there is to say.
    Said(Box<Diagnostic>),
    /// A value of this kind is not written so.
    OtherKind,
}

impl Means<'_> {
    /// The value that a text in quotes says, or what is wrong with it.
    pub(super) fn text(&mut self, kind: Kind, written: &Written<'_>) -> Result<Value, NoValue> {
        let text = written.text;
        let mut read = CellValue::LeftOut;
        if self.right_text(kind, text, &mut read)
            && let CellValue::Known(value) = read
        {
            return Ok(value);
        }
        let words = match kind {
            Kind::Text => return self.odd_text(written),
            Kind::Reference(ty) => return self.text(self.key_kind(ty), written),
            Kind::Enum(id) => {
                let at = written.place.span(self.file);
                return said(errors::no_such_value(self.shape, id, text, at));
            }
            Kind::Country => Country::parse(text).err().map(|fault| fault.words(text)),
            Kind::Currency => Currency::parse(text).err().map(|fault| fault.words(text)),
            Kind::Date => Date::parse(text).err().map(|fault| fault.words(text)),
            Kind::Duration => Duration::read(text, self.digits).err(),
            Kind::Code(scheme) => {
                let codes = self.shape.schemes.get(scheme);
                codes.and_then(|codes| codes.parse(text).err().map(|fault| fault.words(text, codes)))
            }
            Kind::Integer | Kind::Decimal | Kind::Percent | Kind::Money | Kind::Amount(_) => {
                return self.number(kind, written);
            }
            Kind::Boolean | Kind::Record(_) | Kind::Nothing => None,
        };
        match words {
            Some(words) => said(errors::unreadable(words, written, self.file)),
            None => Err(NoValue::OtherKind),
        }
    }

    /// Puts the value that a text in quotes says where it goes, if there is nothing to say against it; [`Means::text`]
    /// finds out what there is to say. A value is written once, where it stays: this is done for each of the facts.
    #[inline]
    fn right_text(&mut self, kind: Kind, text: &str, into: &mut CellValue) -> bool {
        match kind {
            Kind::Text if is_plain(text) => *into = CellValue::Known(Value::Text(self.texts.intern(text))),
            Kind::Enum(id) => {
                let values = self.shape.enums.get(id).map_or(&[][..], |values| &values.values);
                let number = values.iter().position(|(name, _)| **name == *text);
                let Some(number) = number.and_then(|number| u16::try_from(number).ok()) else {
                    return false;
                };
                *into = CellValue::Known(Value::Enum(id, number));
            }
            Kind::Country => match Country::parse(text) {
                Ok(country) => *into = CellValue::Known(Value::Country(country)),
                Err(_) => return false,
            },
            Kind::Currency => match Currency::parse(text) {
                Ok(currency) => *into = CellValue::Known(Value::Currency(currency)),
                Err(_) => return false,
            },
            Kind::Date => match Date::parse(text) {
                Ok(date) => *into = CellValue::Known(Value::Date(date)),
                Err(_) => return false,
            },
            Kind::Duration => match Duration::read(text, self.digits) {
                Ok(duration) => *into = CellValue::Known(Value::Duration(duration)),
                Err(_) => return false,
            },
            Kind::Code(scheme) => {
                let Some(codes) = self.shape.schemes.get(scheme) else {
                    return false;
                };
                let Ok(code) = codes.parse(text) else { return false };
                let code = self.texts.intern(&code);
                codes.keep_cuts(code, self.texts);
                *into = CellValue::Known(Value::Code(scheme, code));
            }
            Kind::Money | Kind::Amount(_) if begins_with_zero(text) => return false,
            Kind::Money => match parse_money(text, self.digits) {
                Ok((amount, currency)) => *into = CellValue::Known(Value::money(amount, currency)),
                Err(_) => return false,
            },
            Kind::Amount(dimension) => match parse_amount(text, dimension.of(&self.shape.measures), self.digits) {
                Ok(amount) => *into = CellValue::Known(Value::Amount(amount, dimension)),
                Err(_) => return false,
            },
            Kind::Text
            | Kind::Reference(_)
            | Kind::Integer
            | Kind::Decimal
            | Kind::Percent
            | Kind::Boolean
            | Kind::Record(_)
            | Kind::Nothing => return false,
        }
        true
    }

    /// The number or amount that a text says, in quotes or without.
    pub(super) fn number(&self, kind: Kind, written: &Written<'_>) -> Result<Value, NoValue> {
        let text = written.text;
        let amount_words = match kind {
            Kind::Reference(ty) => return self.number(self.key_kind(ty), written),
            Kind::Integer | Kind::Decimal | Kind::Percent | Kind::Money | Kind::Amount(_) if begins_with_zero(text) => {
                return said(errors::leading_zero(text, written.place.span(self.file)));
            }
            Kind::Integer | Kind::Decimal => match Number::parse(text, self.digits) {
                Ok(number) if kind == Kind::Integer && !number.is_integer() => {
                    return said(errors::not_whole(text, written.place.span(self.file)));
                }
                Ok(number) => return Ok(Value::Number(number)),
                Err(fault) => fault.words(text),
            },
            Kind::Percent => match parse_percent(text, self.digits) {
                Ok(number) => return Ok(Value::Number(number)),
                Err(fault) => fault.words(text),
            },
            Kind::Money => match parse_money(text, self.digits) {
                Ok((amount, currency)) => return Ok(Value::money(amount, currency)),
                Err(fault) => fault.words(text),
            },
            Kind::Amount(dimension) => match parse_amount(text, dimension.of(&self.shape.measures), self.digits) {
                Ok(amount) => return Ok(Value::Amount(amount, dimension)),
                Err(fault) => fault.words(text),
            },
            Kind::Boolean
            | Kind::Text
            | Kind::Date
            | Kind::Duration
            | Kind::Country
            | Kind::Currency
            | Kind::Code(_)
            | Kind::Enum(_)
            | Kind::Record(_)
            | Kind::Nothing => return Err(NoValue::OtherKind),
        };
        said(errors::unreadable(amount_words, written, self.file))
    }

    /// What the key of a record type is written as.
    fn key_kind(&self, ty: RecordType) -> Kind {
        let record = self.shape.record(ty);
        let key = record.key.and_then(|key| record.fields.get(key));
        let kind = key.map_or(Kind::Text, |key| kind_of(&key.ty, false));
        if matches!(kind, Kind::Reference(_)) {
            Kind::Nothing
        } else {
            kind
        }
    }

    /// A text that has something else than plain characters in it.
    fn odd_text(&mut self, written: &Written<'_>) -> Result<Value, NoValue> {
        match errors::deceptive(written.text, written.place.span(self.file)) {
            Some(diagnostic) => said(diagnostic),
            None => Ok(Value::Text(self.texts.intern(written.text))),
        }
    }
}

/// Whether a number begins with a zero that says nothing: it may be a code, or a number to the base of 8.
#[inline]
fn begins_with_zero(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    digits.first() == Some(&b'0') && digits.get(1).is_some_and(u8::is_ascii_digit)
}

/// Whether a text has nothing that could deceive: visible ASCII, and single blanks inside.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (eights, rest) = bytes.as_chunks::<8>();
    if !bytes.is_empty() && rest.iter().all(u8::is_ascii_graphic) && eights.iter().copied().all(are_graphic) {
        return true;
    }
    let mut after_blank = true;
    for byte in text.bytes() {
        let is_blank = byte == b' ';
        if !(byte.is_ascii_graphic() || is_blank && !after_blank) {
            return false;
        }
        after_blank = is_blank;
    }
    !after_blank
}

/// Whether all eight bytes are visible ASCII, from 0x21 to 0x7e; eight bytes are looked at as one number.
#[inline]
fn are_graphic(eight: [u8; 8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let word = u64::from_le_bytes(eight);
    // Of bytes below 0x80, those below 0x21 borrow and 0x7f carries into the highest bit.
    (word | word.wrapping_sub(ONES.wrapping_mul(0x21)) | word.wrapping_add(ONES)) & HIGH == 0
}

fn said(diagnostic: Diagnostic) -> Result<Value, NoValue> {
    Err(NoValue::Said(Box::new(diagnostic)))
}

impl<'t, R: Pull<'t>> Reading<'_, 't, R> {
    /// Stores what a string says.
    #[inline]
    pub(super) fn written_text(&mut self, target: Target, kind: Kind, text: &pull::Text<'_>, found: pull::Kind) {
        let is_plain = matches!(text.text, std::borrow::Cow::Borrowed(_));
        let inside = self.reader.inside(text);
        let written = Written {
            text: &text.text,
            place: text.place,
            inside,
            is_plain,
        };
        let value = self.means().text(kind, &written);
        self.take(target, kind, &written, (value, found));
    }

    /// Stores what a number says.
    pub(super) fn written_number(&mut self, target: Target, kind: Kind, text: &str, place: Place) {
        let written = Written {
            text,
            place,
            inside: place.start,
            is_plain: true,
        };
        let value = self.means().number(kind, &written);
        self.take(target, kind, &written, (value, pull::Kind::Number));
    }

    pub(super) fn means(&mut self) -> Means<'_> {
        Means {
            shape: self.shape,
            texts: &mut self.facts.texts,
            digits: self.limits.digits,
            file: self.facts.file,
        }
    }

    #[inline]
    fn take(&mut self, target: Target, kind: Kind, written: &Written<'_>, read: (Result<Value, NoValue>, pull::Kind)) {
        match read {
            (Ok(value), _) => {
                let has_range = self.slot(target).is_some_and(|slot| slot.has_range);
                if has_range && !self.is_in_range(target, &value, written) {
                    return;
                }
                if let (Kind::Reference(ty), None) = (kind, target.element) {
                    self.scratch.pending.push(Pending {
                        target,
                        ty,
                        at: target.cell,
                    });
                }
                self.store(target, value, written.place);
            }
            (Err(NoValue::Said(diagnostic)), _) => self.problem(target.whereabouts(), *diagnostic),
            (Err(NoValue::OtherKind), found) => self.other_kind(target, found, written.place),
        }
    }

    fn is_in_range(&mut self, target: Target, value: &Value, written: &Written<'_>) -> bool {
        if self.fits(target, value) {
            return true;
        }
        let field = self.field(target);
        if let Some(diagnostic) =
            field.map(|field| errors::out_of_range(field, written.text, written.place.span(self.facts.file)))
        {
            self.problem(target.whereabouts(), diagnostic);
        }
        false
    }

    /// Whether what has been stored is within the range of its field; if not, it is taken out again.
    fn is_stored_in_range(&mut self, target: Target) -> bool {
        let value = self.facts.cells.get(target.cell).map(|cell| &cell.value);
        let CellValue::Known(value) = value.unwrap_or(&CellValue::LeftOut) else {
            return true;
        };
        let fits = self.fits(target, value);
        if let (false, Some(cell)) = (fits, self.facts.cells.get_mut(target.cell)) {
            cell.value = CellValue::LeftOut;
        }
        fits
    }

    /// Whether a value is within the range of its field, if that has one.
    fn fits(&self, target: Target, value: &Value) -> bool {
        let Some(range) = self.field(target).map(|field| &field.range) else {
            return true;
        };
        let Some(number) = value.figure() else {
            return true;
        };
        let inside = |end: &Option<(Number, bool)>, wanted: Ordering| match end {
            Some((end, included)) => {
                let order = number.cmp(end);
                order == wanted || *included && order.is_eq()
            }
            None => true,
        };
        inside(&range.low, Ordering::Greater) && inside(&range.high, Ordering::Less)
    }

    fn field(&self, target: Target) -> Option<&FieldShape> {
        let fields = &self.shape.record(target.ty).fields;
        fields.get(FieldId::from_index(target.field))
    }

    /// Reads the value of a field if it is a single one in quotes, written in the usual manner and right: most are. If
    /// not, nothing is read, and [`Reading::value`] finds out what stands there and says what is wrong with it.
    #[inline]
    pub(super) fn usual_value(&mut self, target: Target) -> bool {
        let Some(slot) = self.slot(target) else { return false };
        let (kind, has_range) = (slot.kind, slot.has_range);
        if slot.is_list || matches!(kind, Kind::Record(_) | Kind::Reference(_)) {
            return false;
        }
        let Some((text, place)) = self.reader.plain_string() else {
            return false;
        };
        let facts = &mut *self.facts;
        let Some(cell) = facts.cells.get_mut(target.cell) else {
            return false;
        };
        let mut means = Means {
            shape: self.shape,
            texts: &mut facts.texts,
            digits: self.limits.digits,
            file: facts.file,
        };
        if !means.right_text(kind, text, &mut cell.value) {
            return false;
        }
        cell.place = (place.start, place.end);
        if has_range && !self.is_stored_in_range(target) {
            return false;
        }
        self.reader.pass(place);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_are_told_by_every_byte_wherever_it_stands() {
        for length in 1..20 {
            for at in 0..length {
                for byte in 0..=0x7f_u8 {
                    let mut bytes = vec![b'a'; length];
                    bytes[at] = byte;
                    let text = String::from_utf8(bytes).unwrap();
                    let expected = byte.is_ascii_graphic() || byte == b' ' && at > 0 && at + 1 < length;
                    assert_eq!(is_plain(&text), expected, "{text:?}");
                }
            }
        }
        for (text, expected) in [
            ("", false),
            ("a b c d e f g h", true),
            ("a  b", false),
            ("Müller", false),
        ] {
            assert_eq!(is_plain(text), expected, "{text:?}");
        }
    }
}
