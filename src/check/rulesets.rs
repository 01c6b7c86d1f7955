//! What a ruleset decides for each element of, and at which date its law is looked up.
//!
//! Language reference: "Rulesets", "Dates".

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::ids::Id;
use crate::plan::Each;
use crate::plan::ExprId;
use crate::plan::Ruleset;
use crate::plan::RulesetId;
use crate::syntax::ast;
use crate::value::RecordType;
use crate::value::Type;

use super::Checker;
use super::exprs::Locals;

impl Checker<'_> {
    /// The rulesets with their names.
    pub(super) fn declare_rulesets(&mut self) {
        for declared in self.items.rulesets.iter() {
            self.plan.rulesets.push(Ruleset {
                name: declared.name.text().into(),
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
                let (list, ty) = self.each(id, path);
                self.plan.rulesets.at_mut(id).each = Some(Each {
                    variable: variable.text.clone(),
                    list,
                    words: path.text().into(),
                    ty,
                });
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

    /// The list and the type of its elements; a type that there is not after a report.
    fn each(&mut self, id: RulesetId, path: &ast::Path) -> (ExprId, RecordType) {
        let ast = *self.items.files.at(id);
        let mut locals = Locals::without_element();
        let list = self.elaborate(id, ast).path(&mut locals, path, None);
        let ty = self.exprs.at(list).ty.clone();
        let record = super::shape::element(&ty);
        if let (Type::List(_), Type::Record(record)) = (&ty, record) {
            return (list, record);
        }
        if ty != Type::Error {
            let title = format!("`{}` is no list of records", path.text());
            let said = Diagnostic::error(Code::R313, path.span, title)
                .here(format!("its type is {}", super::exprs::written(&self.plan, &ty)))
                .help("name a list: `decides each item in shipment.items`");
            self.diagnostics.add(said);
        }
        (list, RecordType::from_index(usize::MAX))
    }
}
