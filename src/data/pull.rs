//! What JSON and YAML have in common for whoever reads facts: values that are pulled one by one, with their places.
//!
//! There is one reader of facts, written against [`Pull`] and compiled once for each form, so that the forms cannot
//! drift apart and none pays for the other. Language reference: "Fact files".

use std::borrow::Cow;

use crate::data::Place;
use crate::diagnostic::Diagnostic;
use crate::source::FileId;

/// The form in which facts are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// By programs: JSON.
    #[default]
    Json,
    /// By hand: YAML.
    Yaml,
}

/// What kind of value comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `{ … }`
    Object,
    /// `[ … ]`
    Array,
    /// `"…"`
    String,
    /// `12.5`
    Number,
    /// `true`, `false`
    Boolean,
    /// `null`
    Null,
    /// Something that stands without quotes in YAML: what it is, its field says.
    Plain,
    /// Nothing at all behind the key, in YAML, or a word that could be read as nothing: `~`, `Null`.
    Missing,
}

impl Kind {
    /// Whether a text may be read.
    #[inline]
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Kind::String | Kind::Plain)
    }
}

/// A key or a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text<'t> {
    /// What it says: borrowed only if it stands in the file as it is.
    pub(crate) text: Cow<'t, str>,
    /// Where it stands, quotes included.
    pub(crate) place: Place,
}

/// Where a text stops being what it should be.
pub(crate) trait Fault {
    /// The first byte that is wrong.
    fn at(&self) -> usize;

    /// The words for it; `text` is the text that was read.
    fn diagnostic(&self, text: &str, file: FileId) -> Diagnostic;
}

/// Gives the values of a text one by one. The caller says what it expects, and refuses keys that stand twice: only he
/// knows which keys there are. After a fault the record is given up.
pub(crate) trait Pull<'t> {
    /// What is wrong with a text.
    type Fault: Fault;

    /// Where many records belong.
    const MANY: &'static str;

    /// What kind of value comes next.
    fn peek(&mut self) -> Result<Kind, Self::Fault>;

    /// Whether `true` or `false` comes next, without quotes.
    fn is_boolean(&mut self) -> Result<bool, Self::Fault>;

    /// Opens a record and gives the place where it begins.
    fn begin_object(&mut self) -> Result<Place, Self::Fault>;

    /// Opens a list and gives the place where it begins.
    fn begin_array(&mut self) -> Result<Place, Self::Fault>;

    /// The next key of the innermost record, or its end.
    fn next_key(&mut self) -> Result<Option<Text<'t>>, Self::Fault>;

    /// The place of the next key if it is this one, written as `"key":`, which is then read; `None` says nothing.
    fn next_key_if(&mut self, quoted: &str) -> Option<Place>;

    /// Whether the next key may begin with this byte.
    fn key_may_begin_with(&mut self, byte: u8) -> bool;

    /// Whether the innermost list has a further element; if not, it is closed.
    fn next_element(&mut self) -> Result<bool, Self::Fault>;

    /// A text, in quotes or, in YAML, without.
    fn string(&mut self) -> Result<Text<'t>, Self::Fault>;

    /// The text that comes next, if that can be seen at once; it is not read yet: that does [`Pull::pass`].
    fn plain_string(&self) -> Option<(&'t str, Place)>;

    /// Goes on behind a text that [`Pull::plain_string`] gave.
    fn pass(&mut self, place: Place);

    /// A number as it is written.
    fn number(&mut self) -> Result<(&'t str, Place), Self::Fault>;

    /// `true` or `false`.
    fn boolean(&mut self) -> Result<(bool, Place), Self::Fault>;

    /// `null`
    fn null(&mut self) -> Result<Place, Self::Fault>;

    /// Passes over a value.
    fn skip_value(&mut self) -> Result<Place, Self::Fault>;

    /// Makes sure that nothing follows.
    fn end(&mut self) -> Result<(), Self::Fault>;

    /// The byte after what was read last.
    fn at(&self) -> usize;

    /// The byte at which the inside of a text begins that stands in the file as it is.
    fn inside(&self, text: &Text<'_>) -> u32;
}
