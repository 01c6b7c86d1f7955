//! Values, records and places in words, as the answer holds them: numbers without grouping, names of enum values and
//! outcomes, paths in the facts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::facts::Cell;
use crate::facts::Facts;
use crate::facts::Paths;
use crate::plan::Cite;
use crate::plan::ExprId;
use crate::plan::FieldId;
use crate::plan::Plan;
use crate::plan::Rule;
use crate::source::Sources;
use crate::source::Span;
use crate::syntax::ast::ReadAs;
use crate::value::Date;
use crate::value::Number;
use crate::value::Possible;
use crate::value::RecordRef;
use crate::value::Type;
use crate::value::Value;

use crate::decision::Citation;
use crate::eval::witness::Witness;

/// What is needed to say something in words.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    /// The plan.
    pub(crate) plan: &'a Plan,
    /// The facts.
    pub(crate) facts: &'a Facts,
    /// The texts of the rules and of the facts, for places.
    pub(crate) sources: &'a Sources,
    /// The date of the law, if all rulesets that have one share it.
    pub(crate) law_date: Option<Date>,
}

impl<'a> Words<'a> {
    /// A value of a type; a ratio without end is cut on its right side of each threshold.
    pub(crate) fn value(&self, value: &Value, ty: &Type, thresholds: &[Number]) -> String {
        match value {
            Value::None => "none".to_owned(),
            Value::Boolean(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Value::Number(_) | Value::Money(..) | Value::Amount(..) => ungroup(&self.grouped(value, ty, thresholds)),
            Value::Date(date) => date.to_string(),
            Value::Duration(duration) => duration.to_string(),
            Value::Country(country) => country.code().to_owned(),
            Value::Currency(currency) => currency.code().to_owned(),
            Value::Text(text) | Value::Code(_, text) => self.facts.texts.get(*text).to_owned(),
            Value::Enum(id, number) => {
                let values = self.plan.shape.enums.get(*id).map(|shape| &shape.values);
                let name = values.and_then(|values| values.get(usize::from(*number)));
                name.map_or_else(String::new, |(name, _)| name.to_string())
            }
            Value::Outcome(decision, number) => {
                let outcomes = self.plan.decisions.get(*decision).map(|decision| &decision.outcomes);
                let outcome = outcomes.and_then(|outcomes| outcomes.get(usize::from(*number)));
                outcome.map_or_else(String::new, |outcome| outcome.name.to_string())
            }
            Value::Record(record) => self.label(*record),
            Value::Row(row) => self.row(*row),
            Value::List(elements) => self.list(elements, ty),
            Value::Elements(start, length) => self.list(self.facts.list(*start, *length), ty),
        }
    }

    /// The same for people: digits are grouped.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "only numbers and records differ for people"
    )]
    pub(crate) fn grouped(&self, value: &Value, ty: &Type, thresholds: &[Number]) -> String {
        match value {
            Value::Number(number) if ty.required() == &Type::Percent => number.show_percent(thresholds),
            Value::Number(number) => number.show(thresholds),
            Value::Money(amount, currency) => crate::value::show_money(amount, *currency, thresholds),
            Value::Amount(amount, dimension) => {
                crate::value::show_amount(amount, dimension.of(&self.plan.shape.measures), thresholds)
            }
            Value::Record(record) => self.label(*record),
            _ => self.value(value, ty, thresholds),
        }
    }

    fn list(&self, elements: &[Value], ty: &Type) -> String {
        let ty = ty.required();
        let inner = if let Type::List(inner) = ty { inner } else { ty };
        let shown: Vec<String> = elements.iter().map(|element| self.value(element, inner, &[])).collect();
        format!("[{}]", shown.join(", "))
    }

    /// Whom a rule is for: each variable with its identity, and the identities with names in the order of the rule.
    pub(super) fn witness(&self, about: &Rule, witness: &Witness) -> (BTreeMap<String, String>, Vec<String>) {
        let mut named = BTreeMap::new();
        let mut labels = Vec::new();
        for (number, each) in about.for_each.iter().enumerate() {
            if each.version.is_some() && *witness.value(number) == Possible::Known(Value::None) {
                continue;
            }
            let (identity, label) = match witness.value(number) {
                Possible::Known(Value::Record(record)) => (self.identity(*record), self.label(*record)),
                Possible::Known(value) => {
                    let shown = self.value(value, &each.ty, &[]);
                    (shown.clone(), shown)
                }
                Possible::Open(_) => ("not known".to_owned(), "(not known)".to_owned()),
            };
            named.insert(each.name.to_string(), identity);
            labels.push(if about.for_each.len() > 1 {
                format!("{} {label}", each.name)
            } else {
                label
            });
        }
        (named, labels)
    }

    /// The cells of the key of a row.
    fn row(&self, row: crate::value::RowId) -> String {
        let about = self.plan.rows.at(row);
        let table = self.plan.tables.at(about.table);
        let shown: Vec<String> = about
            .cells
            .iter()
            .zip(table.columns.iter())
            .filter_map(|(cell, column)| cell.as_ref().map(|cell| self.value(cell, &column.ty, &[])))
            .take(table.key.len().max(1))
            .collect();
        shown.join(", ")
    }

    /// The text of a field of a record, if it is known.
    fn text_of(&self, record: RecordRef, field: FieldId) -> Option<&'a str> {
        use crate::facts::CellValue;
        match &self.facts.cell(record, field)?.value {
            CellValue::Known(Value::Text(text)) | CellValue::Default(Value::Text(text)) => {
                Some(self.facts.texts.get(*text))
            }
            CellValue::Known(_) | CellValue::Default(_) | CellValue::LeftOut => None,
        }
    }

    /// The key of a record, else its `id`, else its number in its list, else the name of its field.
    pub(crate) fn identity(&self, record: RecordRef) -> String {
        self.identity_text(record).into_owned()
    }

    /// The same, without a copy where the facts say it.
    pub(crate) fn identity_text(&self, record: RecordRef) -> Cow<'a, str> {
        let Some(entry) = self.facts.record(record) else {
            return Cow::Borrowed("somebody who is in no list");
        };
        let shape = self.plan.shape.records.at(entry.ty);
        if let Some(id) = shape.id_field.and_then(|field| self.text_of(record, field)) {
            return Cow::Borrowed(id);
        }
        match entry.parent {
            None => Cow::Borrowed(""),
            Some((parent, field, index)) => {
                let name = self.field_name(parent, field);
                match self.facts.cell(parent, field).map(|cell| &cell.value) {
                    Some(crate::facts::CellValue::Known(Value::Elements(..))) => {
                        Cow::Owned(format!("{name} {}", index.saturating_add(1)))
                    }
                    Some(_) | None => Cow::Borrowed(name),
                }
            }
        }
    }

    /// The identity of a record with its name: `P1 Hanil Robotics`.
    pub(crate) fn label(&self, record: RecordRef) -> String {
        let identity = self.identity(record);
        let Some(entry) = self.facts.record(record) else {
            return identity;
        };
        let shape = self.plan.shape.records.at(entry.ty);
        match shape.field("name").and_then(|field| self.text_of(record, field)) {
            Some(name) if name != identity => format!("{identity} {name}"),
            Some(_) | None => identity,
        }
    }

    /// `price`
    pub(crate) fn field_name(&self, record: RecordRef, field: FieldId) -> &'a str {
        let shape = self
            .facts
            .record(record)
            .and_then(|entry| self.plan.shape.records.get(entry.ty));
        shape
            .and_then(|shape| shape.fields.get(field))
            .map_or("", |field| &field.name)
    }

    /// `shipment.items["M1"].parts["T1"].price`
    pub(crate) fn path(&self, record: RecordRef, field: FieldId) -> String {
        self.paths().field(record, field, None)
    }

    /// `shipment.items["M1"].parts["T1"]`; empty for the top-level facts.
    pub(crate) fn record_path(&self, record: RecordRef) -> String {
        self.paths().record(record)
    }

    /// The field of a record in short: `TB.origin`; the fact's own name at the top.
    pub(crate) fn short_path(&self, record: RecordRef, field: FieldId) -> String {
        self.paths().short(record, field)
    }

    fn paths(&self) -> Paths<'a> {
        Paths::of(&self.plan.shape, self.facts)
    }

    /// `motor.json:41:30`
    pub(crate) fn fact_place(&self, cell: &Cell) -> String {
        self.sources.place(self.facts.span(cell.place))
    }

    /// `rare_earth.rule:163:6`
    pub(crate) fn rule_place(&self, span: Span) -> String {
        self.sources.place(span)
    }

    /// An expression as it is written, on one line.
    pub(crate) fn written(&self, expr: ExprId) -> String {
        let text = self.plan.files.text(self.plan.exprs.at(expr).span);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Sources and paragraphs.
    pub(crate) fn cites(&self, cites: &[Cite]) -> Vec<Citation> {
        citations(self.plan, cites)
    }
}

/// Sources and paragraphs, as answers hold them.
pub(crate) fn citations(plan: &Plan, cites: &[Cite]) -> Vec<Citation> {
    let citation = |cite: &Cite| {
        let source = plan.sources.at(cite.source);
        let read_as = cite
            .paragraphs
            .first()
            .and_then(|first| {
                source
                    .paragraphs_read_as
                    .iter()
                    .find(|(paragraph, _)| paragraph == first)
            })
            .map_or(source.read_as, |(_, read_as)| *read_as);
        Citation {
            source: source.full_name.to_string(),
            title: source.title.to_string(),
            paragraphs: cite.paragraphs.iter().map(ToString::to_string).collect(),
            read_as: read_as_word(read_as).to_owned(),
            short: source.short.as_deref().unwrap_or(&source.name).to_owned(),
        }
    };
    cites.iter().map(citation).collect()
}

/// The word of a way of reading.
fn read_as_word(read_as: ReadAs) -> &'static str {
    match read_as {
        ReadAs::Text => "text",
        ReadAs::Transcription => "transcription",
        ReadAs::Press => "press",
        ReadAs::Memory => "memory",
    }
}

/// Without the blanks that group digits.
pub(super) fn ungroup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(sign) = rest.next() {
        let grouping = sign == ' ' && before.is_ascii_digit() && rest.peek().is_some_and(char::is_ascii_digit);
        if !grouping {
            out.push(sign);
        }
        before = sign;
    }
    out
}
