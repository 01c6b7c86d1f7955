//! The words about answers to look-ups: how to give one, that one is too old, that one says otherwise than the table.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::facts::RowSays;
use crate::facts::text_of;
use crate::plan::ExprId;
use crate::value::Date;
use crate::value::RowId;
use crate::value::TableId;
use crate::value::Value;

use super::trace::Words;

/// The answer that was given holds for other days.
pub(super) fn too_old(words: Words<'_>, day: Date) -> String {
    match words.law_date {
        Some(date) => {
            format!("the answer of {day} holds for days up to it, and the day of the law is {date}: look it up again")
        }
        None => format!("the answer of {day} holds for days up to it, and the day of the law is not known"),
    }
}

/// What to write in the facts about a row that the table may lack.
pub(super) fn how_to_answer(words: Words<'_>, table: TableId, keys: &[Value], found: Diagnostic) -> Diagnostic {
    let shape = &words.plan.shape;
    let Some(about) = shape.look_ups.iter().find(|of| of.table == table) else {
        return found.help("add the row to the table");
    };
    let (_, given) = words.facts.answers_of_row(table, keys);
    if let Some(first) = given.first() {
        let dates = given.iter().map(|answer| answer.date);
        let is_old = words.law_date.is_none_or(|date| dates.clone().all(|day| day < date));
        return if is_old {
            found.help(too_old(words, dates.max().unwrap_or(first.date)))
        } else {
            found.help("what the facts answer about it does not settle it: it is about another column, or contradicts")
        };
    }
    let written = keys
        .iter()
        .zip(&about.keys)
        .map(|(key, of)| text_of(key, of.ty.required(), shape, &words.facts.texts).unwrap_or_default());
    let written: Vec<String> = written.collect();
    let column = about.cells.first().map_or("…", |cell| &cell.name);
    let date = words
        .law_date
        .map_or_else(|| "YYYY-MM-DD".to_owned(), |date| date.to_string());
    found.help("add the row to the table, or look it up and add").help(format!(
        "\"$answers\": [{{\"table\": \"{}\", \"keys\": [{}], \"column\": \"{column}\", \"value\": …, \"$date\": \"{date}\"}}]",
        about.name,
        written.join(", ")
    ))
}

/// E206
pub(super) fn against(words: Words<'_>, number: usize, row: Option<RowId>, at: ExprId) -> Diagnostic {
    let used = words.plan.exprs.at(at).span;
    let Some(answer) = words.facts.row_answers.get(number) else {
        return Diagnostic::general(Code::X100, "an answer that is not there");
    };
    let about = words.plan.tables.at(answer.table);
    let asked = asked(words, answer.table, &answer.keys);
    let said = match &answer.says {
        RowSays::NoRow => "that there is no such row".to_owned(),
        RowSays::Cell(column, value) => {
            let of = about.columns.at(*column);
            format!("that its {} is {}", of.name, words.value(value, &of.ty, &[]))
        }
    };
    let title = format!("an answer about {asked} says otherwise than the table");
    let found = Diagnostic::error(Code::E206, words.facts.span(answer.place), title).here(said);
    let found = match row {
        Some(row) => found.label(words.plan.rows.at(row).span, "this row is certain"),
        None => found.label(about.span, "no row that this table has or may lack is meant"),
    };
    found
        .label(used, "asked here")
        .help("remove the answer, or put the table right")
}

/// `rates(USD, CNY, 2027-01-15)`
pub(super) fn asked(words: Words<'_>, table: TableId, keys: &[Value]) -> String {
    let about = words.plan.tables.at(table);
    let types = about.key.iter().map(|column| &about.columns.at(*column).ty);
    let shown: Vec<String> = keys
        .iter()
        .zip(types)
        .map(|(key, ty)| words.value(key, ty, &[]))
        .collect();
    format!("{}({})", about.name, shown.join(", "))
}
