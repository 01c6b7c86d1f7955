//! What a ruleset decides for each element of, and at which date its law is looked up.
//!
//! Language reference: "Rulesets", "Dates".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::plan::Each;
use crate::plan::Ruleset;
use crate::plan::RulesetId;
use crate::syntax::ast;
use crate::value::Type;

use super::Checker;
use super::exprs::Locals;

impl Checker<'_> {
    /// The rulesets with their names.
    pub(super) fn declare_rulesets(&mut self) {
        for declared in self.items.rulesets.iter() {
            self.plan.rulesets.push(Ruleset {
                name: declared.name.text().into(),
                title: super::title(declared.title.as_ref()),
                zone: super::title(declared.zone.as_ref()),
                law_date: None,
                each: None,
                decisions: Vec::new(),
                span: declared.name.span,
            });
        }
    }

    /// `decides each`, which all other expressions need, of all rulesets; then `law in force on`.
    pub(super) fn check_rulesets(&mut self) {
        for (id, declared) in self.items.rulesets.iter_ids() {
            if let Some((variable, path)) = &declared.decides_each {
                let each = self.each(id, variable, path);
                self.plan.rulesets.at_mut(id).each = each;
            }
        }
        for (id, declared) in self.items.rulesets.iter_ids() {
            if let (Some(path), Some(ast)) = (&declared.law_date, self.items.files.get(id)) {
                let mut locals = Locals::new();
                let date = self.elaborate(id, ast).path(&mut locals, path, Some(&Type::Date));
                self.plan.rulesets.at_mut(id).law_date = Some((date, path.text().into()));
            }
        }
    }

    fn each(&mut self, id: RulesetId, variable: &ast::Ident, path: &ast::Path) -> Option<Each> {
        let ast = self.items.files.get(id)?;
        let mut locals = Locals::without_element();
        let list = self.elaborate(id, ast).path(&mut locals, path, None);
        let ty = self.exprs.at(list).ty.clone();
        if ty == Type::Error {
            return None;
        }
        let record = super::shape::element(&ty);
        let (Type::List(_), Type::Record(record)) = (&ty, record) else {
            let title = format!("`{}` is no list of records", path.text());
            let said = Diagnostic::error(Code::R313, path.span, title)
                .here(format!("a {}", super::exprs::written(&self.plan, &ty)))
                .help("name a list: `decides each item in shipment.items`");
            self.diagnostics.add(said);
            return None;
        };
        Some(Each {
            variable: variable.text.clone(),
            list,
            words: path.text().into(),
            ty: record,
        })
    }
}
