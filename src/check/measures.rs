//! Measures that rules declare, and how much of the first unit each further one is.
//!
//! A unit means one thing in the whole pack, in rules, tables and facts, so none may be declared twice, and none may be
//! spelt like a unit of the language itself or like a currency. Language reference: "Measures".

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::Id;
use crate::names::Declared;
use crate::names::errors::suggest;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Dimension;
use crate::value::Duration;
use crate::value::MOST_MEASURES;
use crate::value::Measure;
use crate::value::MeasureId;
use crate::value::MeasureUnit;
use crate::value::Number;
use crate::value::Unit;
use crate::value::one_spelling;

use super::Checker;
use super::types::is_plain_type;

/// Where each unit of the pack is declared.
type Seen = BTreeMap<Box<str>, Span>;

impl<'a> Checker<'a> {
    /// All measures; first of all, since literals everywhere have their units.
    pub(super) fn declare_measures(&mut self) {
        let mut seen = Seen::new();
        for declared in self.items.measures.iter() {
            let of = declared.of;
            if self.plan.shape.measures.len() >= usize::from(MOST_MEASURES) {
                let title = format!("a pack has at most {MOST_MEASURES} measures");
                self.diagnostics.add(Diagnostic::error(Code::R321, of.name.span, title));
                return;
            }
            if is_plain_type(&of.name.text) {
                let title = format!("`{}` is a type of the language itself", of.name.text);
                self.diagnostics
                    .add(Diagnostic::error(Code::R202, of.name.span, title).help("give the measure a name of its own"));
            }
            self.plan.shape.measures.push(Measure {
                name: of.name.text.clone(),
                title: super::title(of.title.as_ref()),
                units: Vec::new(),
            });
            let id = MeasureId::from_index(self.plan.shape.measures.len().saturating_sub(1));
            self.add_unit(id, &of.unit, Number::from_i64(1), &mut seen);
            for line in &of.lines {
                self.add_line(id, *declared, line, &mut seen);
            }
        }
    }

    /// A unit that can be told from all others.
    fn add_unit(&mut self, id: MeasureId, unit: &ast::Ident, size: Number, seen: &mut Seen) {
        let name: Box<str> = one_spelling(&unit.text).into();
        let said = seen.get(&name).map_or_else(
            || taken(&unit.text, unit.span),
            |first| {
                let title = format!("the unit `{}` is declared twice", unit.text);
                let said = Diagnostic::error(Code::R321, unit.span, title).here("here again");
                Some(
                    said.label(*first, "first here")
                        .help("a unit means one thing in the whole pack: remove one, or spell it otherwise"),
                )
            },
        );
        seen.entry(name.clone()).or_insert(unit.span);
        if let Some(said) = said {
            self.diagnostics.add(said);
            self.faulty_measures.push(id);
        }
        if let Some(measure) = self.plan.shape.measures.get_mut(id) {
            measure.units.push(MeasureUnit { name, size });
        }
    }

    /// `1 l is 0.001 m3`
    fn add_line(&mut self, id: MeasureId, declared: Declared<'a, ast::Measure>, line: &ast::UnitLine, seen: &mut Seen) {
        let ((_, unit), (_, other)) = (&line.one, &line.other);
        let mut literals = self.literals(declared.scope);
        let one = literals.number(&line.one.0, line.span);
        let many = literals.number(&line.other.0, line.span);
        let (Some(one), Some(many)) = (one, many) else {
            return;
        };
        if one.is_zero() || line.is_negative || many.is_zero() {
            let title = "a unit is more than nothing of another";
            let said = Diagnostic::error(Code::R322, line.span, title).help(format!(
                "write how much one of it is: `1 {} is 0.001 {}`",
                unit.text, other.text
            ));
            self.diagnostics.add(said);
            self.add_unit(id, unit, Number::from_i64(1), seen);
            return;
        }
        let scale = Dimension::Declared(id).of(&self.plan.shape.measures);
        let Ok(known) = scale.parse(&other.text) else {
            let is_turned = scale.parse(&unit.text).is_ok();
            let units: Vec<&str> = scale.units().map(Unit::name).collect();
            let said = no_unit_yet(line, (&one, &many), is_turned, &units);
            self.diagnostics.add(said);
            // Known from here on, so that its use is no second mistake.
            let meant = if is_turned { other } else { unit };
            self.add_unit(id, meant, Number::from_i64(1), seen);
            return;
        };
        let size = known.to_base(&many).and_then(|whole| whole.div(&one));
        match size {
            Ok(size) => self.add_unit(id, unit, size, seen),
            Err(fault) => {
                let words = fault.words(&line.other.0);
                self.diagnostics
                    .add(Diagnostic::error(Code::R106, line.span, words.title));
            }
        }
    }
}

/// What is said about a unit that the language itself knows, or that nobody could tell from a currency.
fn taken(unit: &str, span: Span) -> Option<Diagnostic> {
    let is_capitals = unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_uppercase());
    let what = if unit == "%" {
        "the sign of percents"
    } else if is_capitals {
        "read as a currency, as three capitals are"
    } else if Duration::is_unit(unit) || matches!(unit, "week" | "weeks") {
        "a unit of time"
    } else {
        match Unit::parse(unit, &crate::value::Measures::new()).ok()?.dimension() {
            Dimension::Mass => "a unit of mass",
            Dimension::Length => "a unit of length",
            Dimension::Declared(_) => return None,
        }
    };
    let title = format!("`{unit}` is {what}");
    Some(Diagnostic::error(Code::R321, span, title).help("spell the unit of the measure otherwise"))
}

/// A line whose second unit is not known.
fn no_unit_yet(line: &ast::UnitLine, (one, many): (&Number, &Number), is_turned: bool, units: &[&str]) -> Diagnostic {
    let ((number, unit), (_, other)) = (&line.one, &line.other);
    if is_turned {
        let title = format!("`{}` is known: the unit that is declared stands first", unit.text);
        let said = Diagnostic::error(Code::R322, unit.span, title);
        let share = one.div(many).ok().and_then(|share| share.to_decimal_text());
        return match share {
            Some(share) => said.help(format!("write `1 {} is {share} {}`", other.text, unit.text)),
            None => said.help(format!("write how much `{}` one `{}` is", unit.text, other.text)),
        };
    }
    let title = format!("`{}` is no unit of this measure", other.text);
    let said = Diagnostic::error(Code::R322, other.span, title).here("not declared above this line");
    let said = suggest(said, &other.text, units.iter().copied());
    match units.first() {
        Some(base) => said.help(format!(
            "write how much of `{base}` it is: `{number} {} is … {base}`",
            unit.text
        )),
        None => said,
    }
}
