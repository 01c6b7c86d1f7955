//! Answers to look-ups: what somebody found in a table that the rules hold in part.
//!
//! `{"table": "rates", "keys": ["USD", "CNY", "2027-01-15"], "column": "rate", "value": "7.20", "$date": "2027-01-15"}`
//! says what stands in the row that a look-up with these very keys means; with `"is_in": false` instead of a column and
//! its value, that there is no such row. Language reference: "Tables' honesty".

use std::cmp::Ordering;

use crate::data::Place;
use crate::data::pull;
use crate::data::pull::Pull;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::facts::Facts;
use crate::facts::RowAnswer;
use crate::facts::RowSays;
use crate::facts::answers::Asked;
use crate::facts::answers::Draft;
use crate::facts::answers::Scalar;
use crate::facts::answers::whereabouts;
use crate::facts::bind::Reading;
use crate::facts::bind::Stop;
use crate::ops::compare_codes;
use crate::plan::AnswerCell;
use crate::plan::AnswerTable;
use crate::text;
use crate::value::TableId;
use crate::value::Value;

/// What such an answer looks like.
pub(super) const FORM: &str = "an answer about a row is {\"table\": \"rates\", \"keys\": [\"USD\", …], \"column\": \"rate\", \"value\": …, \"$date\": \"2026-12-01\"}";

/// The keys of a look-up, and where they stand.
pub(super) type Keys<'t> = (Vec<Scalar<'t>>, Place);

impl<'t, R: Pull<'t>> Reading<'_, 't, R> {
    /// The keys that were asked for; nothing after a report.
    pub(super) fn row_keys(&mut self, number: usize) -> Result<Option<Keys<'t>>, Stop<R::Fault>> {
        let start = self.reader.begin_array()?;
        let mut keys = Vec::new();
        let mut is_faulty = false;
        while self.reader.next_element()? {
            if let Some(key) = self.scalar()? {
                keys.push(key);
                continue;
            }
            let place = self.reader.skip_value()?;
            let help = "each is written as the facts write it";
            self.answer_fault(Some((number, "keys")), place, "a key is one value", help);
            is_faulty = true;
        }
        let end = u32::try_from(self.reader.at()).unwrap_or(u32::MAX);
        let place = Place {
            start: start.start,
            end,
        };
        Ok((!is_faulty).then_some((keys, place)))
    }

    /// Keeps an answer about a row that has all its parts.
    pub(super) fn finish_row_answer(&mut self, number: usize, draft: Draft<'t>, place: Place) {
        if draft.is_faulty {
            return;
        }
        let missing = [
            ("table", draft.table.is_none()),
            ("keys", draft.keys.is_none()),
            ("$date", draft.date.is_none()),
        ];
        if let Some((key, _)) = missing.iter().find(|(_, missing)| *missing) {
            let help = if *key == "$date" {
                "say on which day it was looked up: \"$date\": \"2026-12-01\""
            } else {
                FORM
            };
            self.answer_fault(Some((number, "")), place, &format!("an answer without `{key}`"), help);
            return;
        }
        let (Some(name), Some((keys, keys_at)), Some(date)) = (&draft.table, &draft.keys, draft.date) else {
            return;
        };
        let shape = self.shape;
        let Some(table) = self.answered_table(number, &shape.look_ups, name) else {
            return;
        };
        let keys = self.answered_keys(number, table, (keys, *keys_at));
        let says = self.row_says(number, table, (&draft, place));
        let (Some(keys), Some(says)) = (keys, says) else {
            return;
        };
        self.facts.row_answers.push(RowAnswer {
            table: table.table,
            keys,
            says,
            date,
            source: draft.source,
            place: (place.start, place.end),
        });
    }

    /// The table that an answer names, with or without its ruleset.
    fn answered_table<'c>(
        &mut self,
        number: usize,
        all: &'c [AnswerTable],
        name: &pull::Text<'_>,
    ) -> Option<&'c AnswerTable> {
        let fits = |table: &&AnswerTable| *table.full_name == *name.text || *table.name == *name.text;
        let found: Vec<&AnswerTable> = all.iter().filter(fits).collect();
        let shown = text::brief(&name.text);
        let (title, help) = match found.as_slice() {
            [only] if only.is_open => return Some(only),
            [_] => (
                format!("`{shown}` is complete, and each of its rows was read"),
                "remove the answer: it would say something else than the law".to_owned(),
            ),
            [] => {
                let known = all.iter().filter(|table| table.is_open);
                let near = text::did_you_mean(&name.text, known.flat_map(|table| [&*table.name, &*table.full_name]));
                let help = match near.first() {
                    Some(near) => format!("write `{near}`"),
                    None => "a table that has a key, and of which not all is known, may be answered".to_owned(),
                };
                (format!("there is no table `{shown}` to answer"), help)
            }
            several => {
                let full: Vec<&str> = several.iter().map(|table| &*table.full_name).collect();
                (
                    format!("`{shown}` is a table in two rulesets"),
                    format!("write {}", text::list_or(&text::quoted(&full))),
                )
            }
        };
        self.answer_fault(Some((number, "table")), name.place, &title, &help);
        None
    }

    /// The keys, each of the type of its column.
    fn answered_keys(
        &mut self,
        number: usize,
        table: &AnswerTable,
        (keys, at): (&[Scalar<'t>], Place),
    ) -> Option<Vec<Value>> {
        if keys.len() != table.keys.len() {
            let names: Vec<&str> = table.keys.iter().map(|key| &*key.name).collect();
            let title = format!(
                "`{}` is looked up by {}, not by {}",
                table.name,
                text::count(table.keys.len(), "key", "keys"),
                keys.len()
            );
            let help = format!("its keys are {}", text::list_and(&text::quoted(&names)));
            self.answer_fault(Some((number, "keys")), at, &title, &help);
            return None;
        }
        let mut read = Vec::with_capacity(keys.len());
        for (key, about) in keys.iter().zip(&table.keys) {
            read.push(self.answered_cell((number, "keys"), table, (about, key)));
        }
        read.into_iter().collect()
    }

    fn answered_cell(
        &mut self,
        which: (usize, &str),
        table: &AnswerTable,
        (about, value): (&AnswerCell, &Scalar<'t>),
    ) -> Option<Value> {
        let name = format!("{}.{}", table.name, about.name);
        let asked = Asked {
            which,
            ty: &about.ty,
            name: &name,
        };
        let read = self.answered(&asked, value)?;
        if about.range.holds(&read) {
            return Some(read);
        }
        let at = place_of(value).span(self.facts.file);
        let title = format!("what is answered is not {}", about.range.words);
        let help = format!("`{name}` is {}", about.range.words);
        self.problem(
            whereabouts(Some(which)),
            Diagnostic::error(Code::F205, at, title).help(help),
        );
        None
    }

    /// That there is no row, or what stands in a column of it.
    fn row_says(&mut self, number: usize, table: &AnswerTable, (draft, place): (&Draft<'t>, Place)) -> Option<RowSays> {
        let (title, help) = match (draft.is_in, &draft.column, &draft.value) {
            (Some(false), None, None) => return Some(RowSays::NoRow),
            (None, Some(column), Some(value)) => {
                let about = self.answered_column(number, table, column)?;
                let value = self.answered_cell((number, "value"), table, (about, value))?;
                return Some(RowSays::Cell(about.column, value));
            }
            (Some(true), None, None) => (
                "an answer that there is a row says what stands in it",
                "write `column` and `value`",
            ),
            (Some(_), _, _) => (
                "an answer is about a cell or says that there is no row",
                "leave out `is_in`, or `column` and `value`",
            ),
            (None, None, _) => ("an answer without `column`", FORM),
            (None, Some(_), None) => ("an answer without `value`", FORM),
        };
        self.answer_fault(Some((number, "")), place, title, help);
        None
    }

    fn answered_column<'c>(
        &mut self,
        number: usize,
        table: &'c AnswerTable,
        name: &pull::Text<'_>,
    ) -> Option<&'c AnswerCell> {
        if let Some(found) = table.cells.iter().find(|cell| *cell.name == *name.text) {
            return Some(found);
        }
        let shown = text::brief(&name.text);
        let is_key = table.keys.iter().any(|key| *key.name == *name.text);
        let names: Vec<&str> = table.cells.iter().map(|cell| &*cell.name).collect();
        let near = text::did_you_mean(&name.text, names.iter().copied());
        let title = if is_key {
            format!("`{shown}` is a key of `{}`: it is what is asked", table.name)
        } else {
            format!("`{}` has no column `{shown}`", table.name)
        };
        let help = match near.first() {
            Some(near) => format!("write `{near}`"),
            None => format!("its other columns are {}", text::list_and(&text::quoted(&names))),
        };
        self.answer_fault(Some((number, "column")), name.place, &title, &help);
        None
    }

    /// One look-up on one day cannot find two things.
    pub(super) fn contradicting_rows(&mut self) {
        let answers = self.facts.row_answers.iter();
        let mut sorted: Vec<&RowAnswer> = answers.collect();
        let key = |answer: &RowAnswer| (answer.table, answer.keys.clone(), answer.date);
        sorted.sort_by(|one, other| {
            let same = one.table.cmp(&other.table).then_with(|| one.keys.cmp(&other.keys));
            let same = same.then_with(|| one.date.cmp(&other.date));
            same.then_with(|| (&one.says, one.place).cmp(&(&other.says, other.place)))
        });
        let pairs = sorted.iter().zip(sorted.iter().skip(1));
        let contradict = |one: &RowAnswer, other: &RowAnswer| match (&one.says, &other.says) {
            (RowSays::NoRow, RowSays::NoRow) => false,
            (RowSays::NoRow, RowSays::Cell(..)) | (RowSays::Cell(..), RowSays::NoRow) => true,
            (RowSays::Cell(column, value), RowSays::Cell(other, other_value)) => {
                column == other && value != other_value
            }
        };
        let pairs = pairs.filter(|(one, other)| key(one) == key(other) && contradict(one, other));
        let places: Vec<_> = pairs.map(|(one, other)| (one.place, other.place)).collect();
        for (one, other) in places {
            let (first, second) = (one.min(other), one.max(other));
            let diagnostic =
                Diagnostic::error(Code::F218, self.facts.span(second), "two answers contradict each other")
                    .label(self.facts.span(first), "the other")
                    .help("remove the wrong one");
            self.problem(whereabouts(None), diagnostic);
        }
    }
}

impl Facts {
    /// Sorts the answers that ask for a code by their table and that code.
    pub(super) fn order_code_answers(&mut self) {
        let mut order = std::mem::take(&mut self.code_answers);
        order.extend(0..u32::try_from(self.row_answers.len()).unwrap_or(u32::MAX));
        order.retain(|number| self.table_and_code(*number).is_some());
        order.sort_by(
            |one, other| match (self.table_and_code(*one), self.table_and_code(*other)) {
                (Some(one), Some(other)) => one.0.cmp(&other.0).then_with(|| compare_codes(one.1, other.1)),
                (None, _) | (_, None) => Ordering::Equal,
            },
        );
        self.code_answers = order;
    }

    /// The answers about look-ups in a table of which the first code is this one or begins with it.
    pub(crate) fn answers_from<'f>(&'f self, table: TableId, code: &'f str) -> impl Iterator<Item = &'f RowAnswer> {
        let before = |number: &u32| {
            self.table_and_code(*number)
                .is_some_and(|(of, text)| of.cmp(&table).then_with(|| compare_codes(text, code)).is_lt())
        };
        let from = self.code_answers.partition_point(before);
        let rest = self.code_answers.get(from..).unwrap_or(&[]).iter();
        let begins = move |text: &str| {
            let start = text.as_bytes().get(..code.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(code.as_bytes()))
        };
        rest.take_while(move |number| {
            self.table_and_code(**number)
                .is_some_and(|(of, text)| of == table && begins(text))
        })
        .filter_map(|number| self.row_answers.get(usize::try_from(*number).ok()?))
    }

    /// The table of an answer and the first code that it asks for.
    fn table_and_code(&self, number: u32) -> Option<(TableId, &str)> {
        let answer = self.row_answers.get(usize::try_from(number).ok()?)?;
        let code = answer.keys.iter().find(|key| matches!(key, Value::Code(..)))?;
        let Value::Code(_, code) = code else { return None };
        Some((answer.table, self.texts.get(*code)))
    }
}

fn place_of(value: &Scalar<'_>) -> Place {
    match value {
        Scalar::Text(text) | Scalar::Word(text) => text.place,
        Scalar::Number(_, place) | Scalar::Boolean(_, place) | Scalar::Null(place) => *place,
    }
}
