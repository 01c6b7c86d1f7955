//! Parameters that have a value for each key: `parameter tolerance per g : Agreement : percent`.
//!
//! Language reference: "Parameters".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::names::Declared;
use crate::plan::DatedValue;
use crate::plan::ExprKind;
use crate::plan::ParameterId;
use crate::plan::Range;
use crate::syntax::ast;
use crate::text::list_and;
use crate::text::quoted;
use crate::value::Type;
use crate::value::Value;

use super::Checker;
use super::exprs::Locals;
use super::versions::first_day;

impl<'a> Checker<'a> {
    /// The values of a parameter with keys, by key, each in the order of their first days.
    pub(super) fn check_keyed(
        &mut self,
        id: ParameterId,
        declared: Declared<'a, ast::Parameter>,
        wanted: (&Type, &Range),
    ) {
        let Some((name, ty)) = self.plan.parameters.at(id).key.clone() else {
            return;
        };
        let mut by_key: Vec<(Value, Vec<DatedValue>)> = Vec::new();
        let mut broken = ty == Type::Error;
        for value in &declared.of.values {
            let dated = self.dated_value(declared, value, wanted);
            let Some(key) = value.key else {
                let said = Diagnostic::error(Code::R509, value.span, "for which key is this value?")
                    .here(format!("the parameter has one for each `{name}`"))
                    .help("end the line with `for …`");
                self.diagnostics.add(said);
                broken = true;
                continue;
            };
            let mut locals = Locals::without_facts();
            let expr = self
                .elaborate(declared.scope, declared.ast)
                .expr(&mut locals, key, Some(&ty));
            let found = self.exprs.at(expr);
            let ExprKind::Constant(key) = found.kind.clone() else {
                let said = Diagnostic::error(Code::R304, found.span, "a key that has to be worked out")
                    .here("one fixed value belongs here");
                self.diagnostics.add(said);
                broken = true;
                continue;
            };
            broken |= found.ty == Type::Error;
            match by_key.iter_mut().find(|(known, _)| *known == key) {
                Some((_, values)) => values.push(dated),
                None => by_key.push((key, vec![dated])),
            }
        }
        by_key.sort_by(|one, other| one.0.cmp(&other.0));
        for (_, values) in &mut by_key {
            values.sort_by_key(|value| first_day(&value.period));
            let periods: Vec<_> = values.iter().map(|value| (&value.period, value.span)).collect();
            self.report_overlaps("values", &periods);
        }
        if !broken {
            self.report_missing_keys(declared, &ty, &by_key);
        }
        self.plan.parameters.at_mut(id).by_key = by_key;
    }

    /// R316: values of an enum, or yes or no, for which there is none.
    fn report_missing_keys(
        &mut self,
        declared: Declared<'a, ast::Parameter>,
        ty: &Type,
        by_key: &[(Value, Vec<DatedValue>)],
    ) {
        let has = |key: &Value| by_key.iter().any(|(known, _)| known == key);
        let missing: Vec<&str> = if let Type::Enum(id) = ty {
            let values = (0_u16..).zip(&self.plan.shape.enums.at(*id).values);
            let values = values.filter(|(number, _)| !has(&Value::Enum(*id, *number)));
            values.map(|(_, (name, _))| &**name).collect()
        } else if *ty == Type::Boolean {
            let both = [("true", true), ("false", false)];
            let both = both.into_iter().filter(|(_, value)| !has(&Value::Boolean(*value)));
            both.map(|(name, _)| name).collect()
        } else {
            return;
        };
        if missing.is_empty() {
            return;
        }
        let name = &declared.of.name;
        let title = format!(
            "parameter `{}` has no value for {}",
            name.text,
            list_and(&quoted(&missing))
        );
        let first = missing.first().copied().unwrap_or_default();
        let said = Diagnostic::error(Code::R316, name.span, title)
            .here("every key has a value")
            .help(format!("add a line: `… from … for {first}`"));
        self.diagnostics.add(said);
    }

    /// `for usmca` where the parameter has no keys.
    pub(super) fn report_key_without_per(&mut self, declared: Declared<'a, ast::Parameter>, key: ast::ExprId) {
        let name = &declared.of.name;
        let said = Diagnostic::error(
            Code::R509,
            declared.ast.exprs.at(key).span,
            format!("parameter `{}` has no keys", name.text),
        )
        .here("for which key is this value?")
        .label(name.span, "declared here, without `per`")
        .help(format!("write `parameter {} per … : …`", name.text));
        self.diagnostics.add(said);
    }
}
