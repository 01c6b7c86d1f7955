//! `$answers`: what somebody found out about a list that the rules hold in part, or about a row of a table.
//!
//! `{"list": "listed_parties.name", "value": "X", "is_in": false, "$date": "2026-12-01"}`: the list, a value of its
//! type, whether it is in, and the day on which that was looked up. All four must stand there: an answer without a day
//! would hold for ever. An answer that names a `table` is about a look-up: see `row_answers`.

use std::collections::BTreeMap;

use crate::data::Place;
use crate::data::pull;
use crate::data::pull::Pull;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::facts::Answer;
use crate::facts::bind::Reading;
use crate::facts::bind::Stop;
use crate::facts::errors;
use crate::facts::errors::Whereabouts;
use crate::facts::errors::Written;
use crate::facts::keys::kind_of;
use crate::facts::row_answers::Keys;
use crate::facts::scalar::NoValue;
use crate::ids::Id;
use crate::plan::AnswerColumn;
use crate::text;
use crate::value::CodeRelation;
use crate::value::Date;
use crate::value::RecordRef;
use crate::value::Type;
use crate::value::Value;

const KEYS: [&str; 8] = ["list", "value", "is_in", "$date", "$source", "table", "keys", "column"];
/// How many of [`KEYS`] an answer about a list must have: the first ones.
const NEEDED: usize = 4;
const FORM: &str =
    "an answer is {\"list\": \"table.column\", \"value\": …, \"is_in\": false, \"$date\": \"2026-12-01\"}";

/// An answer as far as it has been read. Its keys may come in any order, and only the list tells the type of the value.
#[derive(Default)]
pub(super) struct Draft<'t> {
    pub(super) list: Option<pull::Text<'t>>,
    pub(super) value: Option<Scalar<'t>>,
    pub(super) is_in: Option<bool>,
    pub(super) date: Option<Date>,
    pub(super) source: Option<Box<str>>,
    pub(super) table: Option<pull::Text<'t>>,
    pub(super) keys: Option<Keys<'t>>,
    pub(super) column: Option<pull::Text<'t>>,
    /// The first byte of each of [`KEYS`]; 0 where it has not come.
    seen: [u32; 8],
    pub(super) is_faulty: bool,
}

/// A value whose type is not known yet.
pub(super) enum Scalar<'t> {
    /// `null`: none, where the type allows it.
    Null(Place),
    Text(pull::Text<'t>),
    /// `true` or `false` without quotes, in YAML: a text where the list is one of texts.
    Word(pull::Text<'t>),
    Number(&'t str, Place),
    Boolean(bool, Place),
}

impl<'t, R: Pull<'t>> Reading<'_, 't, R> {
    /// Reads the list of answers.
    pub(super) fn answers(&mut self) -> Result<(), Stop<R::Fault>> {
        if self.reader.peek()? != pull::Kind::Array {
            let place = self.reader.skip_value()?;
            self.answer_fault(None, place, "`$answers` is a list of answers", FORM);
            return Ok(());
        }
        self.reader.begin_array()?;
        let mut number = 0_usize;
        while self.reader.next_element()? {
            number = number.saturating_add(1);
            if self.reader.peek()? == pull::Kind::Object {
                self.answer(number)?;
            } else {
                let place = self.reader.skip_value()?;
                self.answer_fault(Some((number, "")), place, "an answer is a record", FORM);
            }
        }
        self.contradictions();
        self.facts.index_answers();
        self.contradicting_rows();
        Ok(())
    }

    fn answer(&mut self, number: usize) -> Result<(), Stop<R::Fault>> {
        let start = self.reader.begin_object()?;
        let mut draft = Draft::default();
        while let Some(key) = self.reader.next_key()? {
            let Some(which) = KEYS.iter().position(|known| *known == key.text) else {
                self.no_answer_key(number, &key, draft.is_faulty)?;
                draft.is_faulty = true;
                continue;
            };
            match draft.seen.get_mut(which) {
                Some(first @ 0) => *first = key.place.start,
                Some(first) => {
                    let first = *first;
                    self.twice(whereabouts(Some((number, ""))), &key, first);
                    self.reader.skip_value()?;
                    draft.is_faulty = true;
                    continue;
                }
                None => {}
            }
            self.answer_value(number, &key.text, &mut draft)?;
        }
        let end = u32::try_from(self.reader.at()).unwrap_or(u32::MAX);
        self.finish_answer(
            number,
            draft,
            Place {
                start: start.start,
                end,
            },
        );
        Ok(())
    }

    /// Reads the value of one key of an answer.
    fn answer_value(&mut self, number: usize, key: &str, draft: &mut Draft<'t>) -> Result<(), Stop<R::Fault>> {
        let (title, help) = match (key, self.reader.peek()?) {
            ("list" | "table" | "column", pull::Kind::String | pull::Kind::Plain) => {
                let text = Some(self.reader.string()?);
                match key {
                    "list" => draft.list = text,
                    "table" => draft.table = text,
                    _ => draft.column = text,
                }
                return Ok(());
            }
            ("keys", pull::Kind::Array) => {
                draft.keys = self.row_keys(number)?;
                draft.is_faulty |= draft.keys.is_none();
                return Ok(());
            }
            ("$source", pull::Kind::String | pull::Kind::Plain) => {
                let text = self.reader.string()?;
                match errors::deceptive(&text.text, text.place.span(self.facts.file)) {
                    Some(diagnostic) => self.problem(whereabouts(Some((number, key))), diagnostic),
                    None => draft.source = Some(text.text.into()),
                }
                return Ok(());
            }
            ("value", kind) if is_scalar(kind) => {
                draft.value = self.scalar()?;
                return Ok(());
            }
            ("is_in", pull::Kind::Boolean | pull::Kind::Plain) if self.reader.is_boolean()? => {
                draft.is_in = Some(self.reader.boolean()?.0);
                return Ok(());
            }
            ("$date", pull::Kind::String | pull::Kind::Plain) => {
                let text = self.reader.string()?;
                draft.date = self.day(&text, whereabouts(Some((number, key))));
                draft.is_faulty |= draft.date.is_none();
                return Ok(());
            }
            ("list", _) => ("`list` is a text", "as in \"list\": \"listed_parties.name\""),
            ("value", _) => ("`value` is one value", "it is written as the facts write it"),
            ("is_in", _) => (
                "`is_in` is `true` or `false`",
                "leave the answer out if it is not known",
            ),
            ("table", _) => ("`table` is a text", "as in \"table\": \"rates\""),
            ("column", _) => ("`column` is a text", "as in \"column\": \"rate\""),
            ("keys", _) => ("`keys` is a list", super::row_answers::FORM),
            ("$source", _) => ("`$source` is a text", "as in \"$source\": \"Contract 17\""),
            (_, _) => ("`$date` is a date", "as in \"$date\": \"2026-12-01\""),
        };
        let place = self.reader.skip_value()?;
        self.answer_fault(Some((number, key)), place, title, help);
        draft.is_faulty = true;
        Ok(())
    }

    #[cold]
    fn no_answer_key(&mut self, number: usize, key: &pull::Text<'t>, is_faulty: bool) -> Result<(), Stop<R::Fault>> {
        let title = format!("an answer has no key `{}`", text::brief(&key.text));
        let near = text::did_you_mean(&key.text, KEYS);
        let help = near
            .first()
            .map_or_else(|| FORM.to_owned(), |near| format!("write `{near}`"));
        if !is_faulty {
            self.answer_fault(Some((number, &key.text)), key.place, &title, &help);
        }
        self.reader.skip_value()?;
        Ok(())
    }

    /// Keeps an answer that has all its parts.
    fn finish_answer(&mut self, number: usize, draft: Draft<'t>, place: Place) {
        let is_about_a_row = draft.seen.iter().skip(NEEDED.saturating_add(1)).any(|seen| *seen != 0);
        if is_about_a_row && draft.seen.first() == Some(&0) {
            self.finish_row_answer(number, draft, place);
            return;
        }
        if is_about_a_row && !draft.is_faulty {
            let title = "an answer is about a list or about a row, not about both";
            self.answer_fault(Some((number, "")), place, title, super::row_answers::FORM);
            return;
        }
        for (key, seen) in KEYS.iter().zip(draft.seen).take(NEEDED) {
            if seen == 0 && !draft.is_faulty {
                let help = if *key == "$date" {
                    "say on which day it was looked up: \"$date\": \"2026-12-01\""
                } else {
                    FORM
                };
                self.answer_fault(Some((number, "")), place, &format!("an answer without `{key}`"), help);
            }
        }
        let Draft {
            list: Some(list),
            value: Some(value),
            is_in: Some(is_in),
            date: Some(date),
            source,
            ..
        } = draft
        else {
            return;
        };
        let shape = self.shape;
        let Some(column) = self.column(number, &shape.answerable, &list) else {
            return;
        };
        let asked = Asked {
            which: (number, "value"),
            ty: &column.ty,
            name: &column.name,
        };
        let Some(value) = self.answered(&asked, &value) else {
            return;
        };
        let answer = Answer {
            table: column.table,
            column: column.column,
            value,
            is_in,
            date: Some(date),
            source,
            place: (place.start, place.end),
        };
        self.facts.answers.push(answer);
    }

    /// The column that an answer names, with or without its ruleset.
    fn column<'c>(
        &mut self,
        number: usize,
        all: &'c [AnswerColumn],
        list: &pull::Text<'_>,
    ) -> Option<&'c AnswerColumn> {
        let name = &*list.text;
        let found: Vec<&AnswerColumn> = all
            .iter()
            .filter(|column| *column.full_name == *name || *column.name == *name)
            .collect();
        if let [only] = found.as_slice() {
            return Some(only);
        }
        let shown = text::brief(name);
        let (title, help) = if found.is_empty() {
            let near = text::did_you_mean(name, all.iter().flat_map(|column| [&*column.name, &*column.full_name]));
            let help = match near.first() {
                Some(near) => format!("write `{near}`"),
                None if all.is_empty() => "the rules hold no list that is incomplete".to_owned(),
                None => "a list is a table and its column, as in `listed_parties.name`".to_owned(),
            };
            (format!("there is no list `{shown}` to answer"), help)
        } else {
            let full: Vec<&str> = found.iter().map(|column| &*column.full_name).collect();
            (
                format!("`{shown}` is a list in two rulesets"),
                format!("write {}", text::list_or(&text::quoted(&full))),
            )
        };
        self.answer_fault(Some((number, "list")), list.place, &title, &help);
        None
    }

    /// The next value, whatever it is; nothing for what is no single value.
    pub(super) fn scalar(&mut self) -> Result<Option<Scalar<'t>>, Stop<R::Fault>> {
        Ok(Some(match self.reader.peek()? {
            pull::Kind::Plain if self.reader.is_boolean()? => Scalar::Word(self.reader.string()?),
            pull::Kind::String | pull::Kind::Plain => Scalar::Text(self.reader.string()?),
            pull::Kind::Number => {
                let (text, place) = self.reader.number()?;
                Scalar::Number(text, place)
            }
            pull::Kind::Boolean => {
                let (value, place) = self.reader.boolean()?;
                Scalar::Boolean(value, place)
            }
            pull::Kind::Null => Scalar::Null(self.reader.null()?),
            pull::Kind::Object | pull::Kind::Array | pull::Kind::Missing => return Ok(None),
        }))
    }

    /// The value of a type that an answer says; a fault is reported.
    pub(super) fn answered(&mut self, asked: &Asked<'_>, value: &Scalar<'_>) -> Option<Value> {
        let kind = kind_of(asked.ty, false);
        let (read, place) = match value {
            Scalar::Word(text) if kind == crate::facts::keys::Kind::Boolean => {
                (Ok(Value::Boolean(text.text == "true")), text.place)
            }
            Scalar::Text(text) | Scalar::Word(text) => {
                let is_plain = matches!(text.text, std::borrow::Cow::Borrowed(_));
                let inside = self.reader.inside(text);
                let written = Written {
                    text: &text.text,
                    place: text.place,
                    inside,
                    is_plain,
                };
                (self.means().text(kind, &written), text.place)
            }
            Scalar::Number(text, place) => {
                let written = Written {
                    text,
                    place: *place,
                    inside: place.start,
                    is_plain: true,
                };
                (self.means().number(kind, &written), *place)
            }
            Scalar::Boolean(value, place) if kind == crate::facts::keys::Kind::Boolean => {
                (Ok(Value::Boolean(*value)), *place)
            }
            Scalar::Null(place) if matches!(asked.ty, Type::Optional(_)) => (Ok(Value::None), *place),
            Scalar::Boolean(_, place) | Scalar::Null(place) => (Err(NoValue::OtherKind), *place),
        };
        match read {
            Ok(value) => Some(value),
            Err(NoValue::Said(diagnostic)) => {
                self.problem(whereabouts(Some(asked.which)), *diagnostic);
                None
            }
            Err(NoValue::OtherKind) => {
                let title = format!("the values of `{}` are of another kind", asked.name);
                let help = "a value is written as the facts write it";
                self.answer_fault(Some(asked.which), place, &title, help);
                None
            }
        }
    }

    /// One value on one day cannot both be in a list and not.
    fn contradictions(&mut self) {
        let mut answers: Vec<&Answer> = self.facts.answers.iter().collect();
        let key = |answer: &&Answer| (answer.table, answer.column, answer.value.clone(), answer.date);
        answers.sort_by_key(|answer| (key(answer), answer.place));
        let mut twice: Vec<(Place, Place)> = answers
            .iter()
            .zip(answers.iter().skip(1))
            .filter(|(first, second)| key(first) == key(second) && first.is_in != second.is_in)
            .map(|(first, second)| (place_of(first), place_of(second)))
            .collect();
        twice.extend(self.contradicting_codes());
        for (first, second) in twice {
            let at = second.span(self.facts.file);
            let diagnostic = Diagnostic::error(Code::F218, at, "two answers contradict each other")
                .label(first.span(self.facts.file), "the other")
                .help("remove the wrong one");
            self.problem(whereabouts(None), diagnostic);
        }
        self.nearest_first();
    }

    /// A code that is not in a list, and one under it that is, on one day: the first speaks of all codes under it.
    fn contradicting_codes(&self) -> Vec<(Place, Place)> {
        let mut outside: BTreeMap<_, &Answer> = BTreeMap::new();
        let list = |answer: &Answer| (answer.table, answer.column, answer.date);
        for answer in self.facts.answers.iter().filter(|answer| !answer.is_in) {
            if let Value::Code(_, code) = answer.value {
                outside.insert((list(answer), self.facts.texts.get(code)), answer);
            }
        }
        let mut found = Vec::new();
        for answer in self.facts.answers.iter().filter(|answer| answer.is_in) {
            let Value::Code(scheme, code) = answer.value else {
                continue;
            };
            let code = self.facts.texts.get(code);
            // What stands above a code in its scheme begins it.
            let above = code.char_indices().filter_map(|(end, _)| code.get(..end));
            let above = above.filter_map(|above| Some((above, outside.get(&(list(answer), above))?)));
            found.extend(above.filter_map(|(above, other)| {
                let relation = self.shape.schemes.get(scheme)?.relation(code, above);
                (relation == CodeRelation::Under).then(|| (place_of(other), place_of(answer)))
            }));
        }
        found
    }

    /// Whoever takes the first answer that holds takes that of the nearest day, and on it the one about the finest
    /// code, in whatever order they are written.
    fn nearest_first(&mut self) {
        let mut answers = std::mem::take(&mut self.facts.answers);
        let fineness = |answer: &Answer| {
            if let Value::Code(_, code) = answer.value {
                self.facts.texts.get(code).len()
            } else {
                0
            }
        };
        answers.sort_by_key(|answer| (answer.date, std::cmp::Reverse(fineness(answer))));
        self.facts.answers = answers;
    }

    /// Something about an answer: its number and the key.
    #[cold]
    pub(super) fn answer_fault(&mut self, which: Option<(usize, &str)>, place: Place, title: &str, help: &str) {
        let diagnostic = Diagnostic::error(Code::F218, place.span(self.facts.file), title).help(help);
        self.problem(whereabouts(which), diagnostic);
    }
}

/// What a value in an answer is for.
pub(super) struct Asked<'a> {
    /// The number of the answer, and the key of the value in it.
    pub(super) which: (usize, &'a str),
    /// The type of the column.
    pub(super) ty: &'a Type,
    /// The column: `listed_parties.name`.
    pub(super) name: &'a str,
}

/// Whether a single value comes next.
pub(super) fn is_scalar(kind: pull::Kind) -> bool {
    match kind {
        pull::Kind::String | pull::Kind::Plain | pull::Kind::Number | pull::Kind::Boolean | pull::Kind::Null => true,
        pull::Kind::Object | pull::Kind::Array | pull::Kind::Missing => false,
    }
}

fn place_of(answer: &Answer) -> Place {
    Place {
        start: answer.place.0,
        end: answer.place.1,
    }
}

/// `$answers[2].value`
pub(super) fn whereabouts(which: Option<(usize, &str)>) -> Whereabouts {
    let path = match which {
        None => "$answers".to_owned(),
        Some((number, "")) => format!("$answers[{number}]"),
        Some((number, key)) => format!("$answers[{number}].{key}"),
    };
    Whereabouts::Key(RecordRef::from_index(0), path.into())
}
