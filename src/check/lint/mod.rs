//! Lints: what is allowed, and yet is often a slip that nobody sees.
//!
//! They look at a plan without errors only, so that a mistake is not said twice. Each was measured to hide slips of
//! one word, or to name something that nobody decided. Language reference: "Warnings".

mod conditions;
mod coverage;
mod effect;
mod quantifiers;
mod unused;
mod words;

use super::Checker;

/// All lints.
pub(super) fn run(checker: &mut Checker<'_>) {
    quantifiers::plain_every(checker);
    coverage::unreached_outcomes(checker);
    coverage::uncited_paragraphs(checker);
    coverage::bare_definitions(checker);
    quantifiers::favouring(checker);
    words::shared_words(checker);
    words::short_names(checker);
    words::empty_when_left_out(checker);
    unused::unused_names(checker);
    conditions::constant_conditions(checker);
    effect::shadowed_rules(checker);
    effect::concludes_otherwise(checker);
    effect::sets_nothing_live_aside(checker);
    coverage::uncited_items(checker);
}
