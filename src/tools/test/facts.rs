//! The facts of a test: its settings, one after the other, as the text of a fact file.
//!
//! So the facts of tests go through the same reader as all others, and give the same mistakes. The text remembers for
//! each piece of it the setting that said so, and mistakes are shown there.

use crate::source::Span;
use crate::syntax::ast::FactPath;
use crate::syntax::ast::Literal;
use crate::syntax::ast::PathStep;
use crate::syntax::ast::PickKey;
use crate::syntax::ast::RowAnswer;
use crate::syntax::ast::Setting;
use crate::syntax::ast::SettingKind;
use crate::syntax::ast::SettingLine;
use crate::syntax::ast::SettingValue;

/// A value while the settings are put together.
#[derive(Clone, Debug)]
enum Tree {
    /// As JSON text, and the setting that said so.
    Scalar(String, Span),
    /// A list.
    List(Vec<Tree>, Span),
    /// A record: keys in the order in which they were set.
    Record(Vec<(String, Tree)>, Span),
}

/// A fact file made of settings.
#[derive(Clone, Debug, Default)]
pub(crate) struct FactText {
    /// The text, JSON.
    pub(crate) text: String,
    /// Where pieces begin and which setting said them, in the order of the text.
    places: Vec<(u32, Span)>,
}

impl FactText {
    /// The setting that a place in the text comes from.
    pub(crate) fn setting_at(&self, byte: u32) -> Option<Span> {
        let at = self.places.partition_point(|(start, _)| *start <= byte);
        self.places.get(at.checked_sub(1)?).map(|(_, span)| *span)
    }
}

/// What is wrong with a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misled {
    /// Its place.
    pub(crate) span: Span,
    /// What is wrong.
    pub(crate) why: String,
}

/// Puts the settings of a test together.
///
/// # Errors
/// A path that does not lead to one place.
pub(crate) fn fact_text(settings: &[SettingLine], whole: Span) -> Result<FactText, Misled> {
    let mut root = Tree::Record(Vec::new(), whole);
    let mut answers: Vec<Tree> = Vec::new();
    for setting in settings {
        match &setting.kind {
            SettingKind::Is(path, value) => set(&mut root, path, tree(value))?,
            SettingKind::AlsoHas(path, value) => {
                let list = find(&mut root, path)?;
                match (list, tree(value)) {
                    (Some(Tree::List(elements, _)), Some(element)) => elements.push(element),
                    (Some(_) | None, _) => {
                        return Err(Misled {
                            span: path.span,
                            why: "it is no list yet; set it first".to_owned(),
                        });
                    }
                }
            }
            SettingKind::Row(row) => row_answer(row, setting.span, &mut answers),
            SettingKind::Answer { value, negated, column } | SettingKind::AnswerUnder { value, negated, column } => {
                let said = |text: String| Tree::Scalar(text, setting.span);
                let entry = vec![
                    ("list".to_owned(), said(quoted(&column.text()))),
                    (
                        "value".to_owned(),
                        tree(value).unwrap_or_else(|| said("null".to_owned())),
                    ),
                    (
                        "is_in".to_owned(),
                        said(if *negated { "false" } else { "true" }.to_owned()),
                    ),
                    // In a test an answer holds for every date.
                    ("$date".to_owned(), said(quoted("9999-12-31"))),
                ];
                answers.push(Tree::Record(entry, setting.span));
            }
        }
    }
    if let (false, Tree::Record(fields, _)) = (answers.is_empty(), &mut root) {
        fields.push(("$answers".to_owned(), Tree::List(answers, whole)));
    }
    let mut out = FactText::default();
    write(&root, &mut out);
    Ok(out)
}

/// An answer about a look-up. One that was said before about the same goes; `unknown` says nothing instead.
fn row_answer(row: &RowAnswer, at: Span, answers: &mut Vec<Tree>) {
    let said = |text: String| Tree::Scalar(text, at);
    let keys: Vec<Tree> = row
        .keys
        .iter()
        .map(|key| tree(key).unwrap_or_else(|| said("null".to_owned())))
        .collect();
    let mut entry = vec![
        ("table".to_owned(), said(quoted(&row.table.text()))),
        ("keys".to_owned(), Tree::List(keys, at)),
    ];
    let head: Vec<String> = entry.iter().map(|(_, value)| flat(value)).collect();
    let of = |answer: &Tree, key: &str| match answer {
        Tree::Record(fields, _) => fields
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| flat(value)),
        Tree::Scalar(..) | Tree::List(..) => None,
    };
    let column = row.cell.as_ref().map(|(column, _)| quoted(&column.text));
    answers.retain(|answer| {
        let same_row = of(answer, "table").as_ref() == head.first() && of(answer, "keys").as_ref() == head.get(1);
        let other = of(answer, "column");
        !(same_row && (other.is_none() || column.is_none() || other == column))
    });
    match &row.cell {
        Some((column, value)) => {
            let Some(value) = tree(value) else { return };
            entry.push(("column".to_owned(), said(quoted(&column.text))));
            entry.push(("value".to_owned(), value));
        }
        None => entry.push(("is_in".to_owned(), said("false".to_owned()))),
    }
    // In a test an answer holds for every date.
    entry.push(("$date".to_owned(), said(quoted("9999-12-31"))));
    answers.push(Tree::Record(entry, at));
}

/// A value as JSON.
fn flat(tree: &Tree) -> String {
    let mut out = FactText::default();
    write(tree, &mut out);
    out.text
}

/// A stated value; `None` for `unknown`.
fn tree(value: &Setting) -> Option<Tree> {
    let scalar = |text: String| Some(Tree::Scalar(text, value.span));
    match &value.kind {
        SettingValue::Literal(literal) => scalar(literal_text(literal, "")),
        SettingValue::Negative(literal) => scalar(literal_text(literal, "-")),
        SettingValue::Name(name) => scalar(quoted(&name.text)),
        SettingValue::Qualified(path) => scalar(quoted(path.parts.last().map_or("", |part| &part.text))),
        SettingValue::List(elements) => Some(Tree::List(elements.iter().filter_map(tree).collect(), value.span)),
        SettingValue::Record(entries) => {
            let fields = entries
                .iter()
                .filter_map(|(key, value)| Some((key.text.to_string(), tree(value)?)));
            Some(Tree::Record(fields.collect(), value.span))
        }
        SettingValue::Unknown => None,
    }
}

/// A literal as facts write it: amounts and codes are texts.
fn literal_text(literal: &Literal, sign: &str) -> String {
    match literal {
        Literal::Number(number) => format!("{sign}{number}"),
        Literal::Percent(number) => quoted(&format!("{sign}{number}%")),
        Literal::Amount { number, unit } => quoted(&format!("{sign}{number} {}", unit.text)),
        Literal::Date(date) => quoted(date),
        Literal::Code { text, .. } | Literal::Text(text) => quoted(text),
        Literal::Boolean(yes) => yes.to_string(),
        Literal::None => "null".to_owned(),
    }
}

/// A JSON text.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Sets what a path leads to; records on the way are made.
fn set(root: &mut Tree, path: &FactPath, value: Option<Tree>) -> Result<(), Misled> {
    let Some((last, before)) = path.steps.split_last() else {
        return Ok(());
    };
    let mut at = root;
    for step in before {
        at = enter(at, step, path.span)?;
    }
    match last {
        PathStep::Field(name) => {
            let Tree::Record(fields, _) = at else {
                return Err(Misled {
                    span: path.span,
                    why: format!("`{}` is asked of what is no record", name.text),
                });
            };
            fields.retain(|(key, _)| **key != *name.text);
            if let Some(value) = value {
                fields.push((name.text.to_string(), value));
            }
            Ok(())
        }
        PathStep::Pick(..) => {
            let slot = enter(at, last, path.span)?;
            match value {
                Some(value) => *slot = value,
                None => {
                    return Err(Misled {
                        span: path.span,
                        why: "an element cannot be left out".to_owned(),
                    });
                }
            }
            Ok(())
        }
    }
}

/// What a path leads to, if it is there.
fn find<'t>(root: &'t mut Tree, path: &FactPath) -> Result<Option<&'t mut Tree>, Misled> {
    let mut at = root;
    for step in &path.steps {
        at = enter(at, step, path.span)?;
    }
    Ok(Some(at))
}

/// One step of a path; a field that is not there yet is made a record.
fn enter<'t>(at: &'t mut Tree, step: &PathStep, span: Span) -> Result<&'t mut Tree, Misled> {
    match (at, step) {
        (Tree::Record(fields, _), PathStep::Field(name)) => {
            if !fields.iter().any(|(key, _)| **key == *name.text) {
                fields.push((name.text.to_string(), Tree::Record(Vec::new(), span)));
            }
            let found = fields.iter_mut().find(|(key, _)| **key == *name.text);
            found.map(|(_, value)| value).ok_or_else(|| Misled {
                span,
                why: "it is not there".to_owned(),
            })
        }
        (Tree::List(elements, _), PathStep::Pick(PickKey::Number(number), at)) => {
            let index = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let length = elements.len();
            index.and_then(|index| elements.get_mut(index)).ok_or_else(|| Misled {
                span: *at,
                why: format!("the list has {length} elements, counted from 1"),
            })
        }
        (Tree::List(elements, _), PathStep::Pick(PickKey::Key(key), at)) => {
            let wanted = quoted(key);
            let mut found = elements.iter_mut().filter(|element| has_id(element, &wanted));
            let first = found.next();
            match (first, found.next()) {
                (Some(one), None) => Ok(one),
                (None, _) => Err(Misled {
                    span: *at,
                    why: format!("no element has the id `{key}`"),
                }),
                (Some(_), Some(_)) => Err(Misled {
                    span: *at,
                    why: format!("two elements have the id `{key}`"),
                }),
            }
        }
        (_, PathStep::Field(name)) => Err(Misled {
            span: name.span,
            why: format!("`{}` is asked of what is no record", name.text),
        }),
        (_, PathStep::Pick(_, at)) => Err(Misled {
            span: *at,
            why: "it is no list".to_owned(),
        }),
    }
}

fn has_id(element: &Tree, wanted: &str) -> bool {
    match element {
        Tree::Record(fields, _) => fields
            .iter()
            .any(|(key, value)| key == "id" && matches!(value, Tree::Scalar(text, _) if text == wanted)),
        Tree::Scalar(..) | Tree::List(..) => false,
    }
}

fn write(tree: &Tree, out: &mut FactText) {
    let span = match tree {
        Tree::Scalar(_, span) | Tree::List(_, span) | Tree::Record(_, span) => *span,
    };
    let mark = |out: &mut FactText| {
        out.places
            .push((u32::try_from(out.text.len()).unwrap_or(u32::MAX), span));
    };
    mark(out);
    match tree {
        Tree::Scalar(text, _) => out.text.push_str(text),
        Tree::List(elements, _) => {
            out.text.push('[');
            for (number, element) in elements.iter().enumerate() {
                if number > 0 {
                    out.text.push_str(", ");
                }
                write(element, out);
            }
            mark(out);
            out.text.push(']');
        }
        Tree::Record(fields, _) => {
            out.text.push('{');
            for (number, (key, value)) in fields.iter().enumerate() {
                if number > 0 {
                    out.text.push_str(", ");
                }
                // A key belongs to the setting of its value.
                let own = match value {
                    Tree::Scalar(_, span) | Tree::List(_, span) | Tree::Record(_, span) => *span,
                };
                out.places
                    .push((u32::try_from(out.text.len()).unwrap_or(u32::MAX), own));
                out.text.push_str(&quoted(key));
                out.text.push_str(": ");
                write(value, out);
            }
            mark(out);
            out.text.push('}');
        }
    }
}
