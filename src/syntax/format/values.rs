//! Facts as a case or a test states them.

use crate::syntax::ast::FactPath;
use crate::syntax::ast::PathStep;
use crate::syntax::ast::Setting;
use crate::syntax::ast::SettingKind;
use crate::syntax::ast::SettingLine;
use crate::syntax::ast::SettingValue;

use super::exprs::literal_words;
use super::exprs::pick_words;
use super::page::Page;

/// Settings longer than this stand below `given`.
const SHORT: usize = 90;

/// A value on one line.
pub(super) fn flat(value: &Setting) -> String {
    let mut page = Page::default();
    write(&mut page, value);
    page.flat()
}

/// Whether a setting can stand behind `given`.
pub(super) fn is_short(line: &SettingLine) -> bool {
    let mut page = Page::default();
    setting(&mut page, line);
    page.flat().chars().count() <= SHORT
}

/// One setting.
pub(super) fn setting(page: &mut Page, line: &SettingLine) {
    let start = line.span.range().start;
    match &line.kind {
        SettingKind::Is(path, value) => {
            page.placed(format!("{} is ", path_words(path)), start);
            write(page, value);
        }
        SettingKind::AlsoHas(path, value) => {
            page.placed(format!("{} also has ", path_words(path)), start);
            write(page, value);
        }
        SettingKind::Answer { value, negated, column } => {
            let not = if *negated { "not " } else { "" };
            page.placed(format!("{} is {not}in {}", flat(value), column.text()), start);
        }
        SettingKind::Row(row) => {
            let keys: Vec<String> = row.keys.iter().map(flat).collect();
            page.placed(format!("{}({})", row.table.text(), keys.join(", ")), start);
            match &row.cell {
                Some((column, value)) => {
                    page.words(format!(".{} is ", column.text));
                    write(page, value);
                }
                None => page.words(" is not there"),
            }
        }
        SettingKind::AnswerUnder { value, negated, column } => {
            let not = if *negated { "not " } else { "" };
            page.placed(format!("{} is {not}under any of {}", flat(value), column.text()), start);
        }
    }
}

/// `shipment.items["M1"].price`
pub(super) fn path_words(path: &FactPath) -> String {
    let mut words = String::new();
    for step in &path.steps {
        match step {
            PathStep::Field(field) => {
                words.push_str(if words.is_empty() { "" } else { "." });
                words.push_str(&field.text);
            }
            PathStep::Pick(key, _) => words.push_str(&pick_words(key)),
        }
    }
    words
}

/// A value; what does not fit breaks behind its brackets.
fn write(page: &mut Page, value: &Setting) {
    let at = value.span.range().start;
    match &value.kind {
        SettingValue::Literal(literal) => page.placed(literal_words(literal), at),
        SettingValue::Negative(literal) => page.placed(format!("-{}", literal_words(literal)), at),
        SettingValue::Name(name) => page.placed(&*name.text, at),
        SettingValue::Qualified(path) => page.placed(path.text(), at),
        SettingValue::Unknown => page.placed("unknown", at),
        SettingValue::List(values) => list(page, values, at),
        SettingValue::Record(entries) => page.group(None, |page| {
            page.placed("{", at);
            page.margin(2, |page| {
                page.blank();
                for (index, (name, value)) in entries.iter().enumerate() {
                    if index > 0 {
                        page.words(",");
                        page.fill();
                    }
                    page.group(None, |page| {
                        page.placed(format!("{}: ", name.text), name.span.range().start);
                        write(page, value);
                    });
                }
            });
            page.blank();
            page.words("}");
        }),
    }
}

/// `[…]`; a record alone in a list shares its lines.
fn list(page: &mut Page, values: &[Setting], at: usize) {
    if let [only] = values {
        page.placed("[", at);
        write(page, only);
        page.words("]");
        return;
    }
    let records = values
        .iter()
        .any(|value| matches!(value.kind, SettingValue::Record(_) | SettingValue::List(_)));
    page.group(None, |page| {
        page.placed("[", at);
        page.margin(2, |page| {
            for (index, value) in values.iter().enumerate() {
                match (index, records) {
                    (0, _) => page.soft(),
                    (_, true) => {
                        page.words(",");
                        page.blank();
                    }
                    (_, false) => {
                        page.words(",");
                        page.fill();
                    }
                }
                write(page, value);
            }
        });
        if !values.is_empty() {
            page.soft();
        }
        page.words("]");
    });
}
