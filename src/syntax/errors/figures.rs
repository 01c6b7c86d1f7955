//! The words about decisions that are figures.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::Fold;
use crate::syntax::ast::Ident;

/// A decision with a type and with outcomes.
pub(in crate::syntax) fn figure_with_outcomes(at: Span, name: &Ident, ty: Span) -> Diagnostic {
    let title = format!("decision `{}` is a figure, and has no outcomes", name.text);
    Diagnostic::error(Code::R117, at, title)
        .label(ty, "the type makes it a figure")
        .help("remove the type, or write `adds up` and `otherwise 0 USD` in place of the outcomes")
}

/// A clause of figures in a decision with outcomes.
pub(in crate::syntax) fn only_for_figures(at: Span, name: &Ident) -> Diagnostic {
    let title = format!("decision `{}` has outcomes, which nothing adds up or rounds", name.text);
    Diagnostic::error(Code::R117, at, title).help(format!(
        "a figure says its type: `decision {} : money \"…\"`",
        name.text
    ))
}

/// `otherwise` with something that is no name, where outcomes stand.
pub(in crate::syntax) fn otherwise_is_no_outcome(at: Span) -> Diagnostic {
    Diagnostic::error(Code::R107, at, "here one of the outcomes belongs").help("write its name: `otherwise free`")
}

/// `sum of p.price` without `for`.
pub(in crate::syntax) fn fold_without_list(fold: Fold, at: Span) -> Diagnostic {
    let (word, help) = match fold {
        Fold::Greatest => ("greatest", true),
        Fold::Least => ("least", true),
        Fold::Sum | Fold::Count | Fold::List | Fold::Only => ("sum", false),
    };
    let title = format!("`{word} of` without what it goes through");
    let said = Diagnostic::error(Code::R107, at, title)
        .help(format!("say of which: `{word} of p.price for p in direct parts of a`"));
    if help {
        return said
            .help(format!("of several values: `{word} of {{a, b}}`"))
            .help(format!(
                "of sums: `{word} of (sum of p.price for p in all parts of a separately by p.id)`"
            ));
    }
    said
}
