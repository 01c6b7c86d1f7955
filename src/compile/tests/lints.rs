//! Warnings, and what does not deserve one.

use super::check_each;

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases, one after another")]
fn slips_are_warned_of_and_their_likes_are_not() {
    let head = "ruleset a \"A\"\nrecord U \"U\"\n  good : boolean \"G\"\nfact uses : list of U \"U\"\nfact x : boolean \"X\"\ndecision d \"D\"\n  \
                outcomes, strictest first\n    no \"N\"\n    yes \"Y\"\n  otherwise yes\nrule r \"R\"\n  for each use_of in uses\n  when x\n  then d is no\n";
    check_each(
        head,
        &[
            (
                "every over a list",
                "flag f \"F\"\n  when (every purpose in uses satisfies purpose.good)\n",
                &["W101 16: `every` holds of an empty list"],
            ),
            (
                "every, if any",
                "flag f \"F\"\n  when (every purpose in uses, if any, satisfies purpose.good)\n",
                &[],
            ),
            (
                "some in an exemption",
                "exemption e \"E\"\n  sets aside r\n  when (some purpose in uses satisfies purpose.good)\n",
                &["W105 17: `some` in exemption `e`"],
            ),
            (
                "some in a definition",
                "definition g \"G\"\n  means some purpose in uses satisfies purpose.good\nexemption e \"E\"\n  sets aside r\n  when g\n",
                &[],
            ),
            (
                "for each without for",
                "exemption e \"E\"\n  for each use_of in uses\n  sets aside r\n  when x\n",
                &["W105 15: `e` sets `r` aside for all when one `use_of` fits"],
            ),
            (
                "for each with for",
                "exemption e \"E\"\n  for each use_of in uses\n  sets aside r for use_of\n  when x\n",
                &[],
            ),
            (
                "one letter in a rule",
                "flag f \"F\"\n  when (some u in uses satisfies u.good)\n",
                &["W107 16: `u` says nothing about itself"],
            ),
            (
                "one letter in a definition",
                "definition g \"G\"\n  means some u in uses satisfies u.good\n",
                &[],
            ),
            (
                "a choice like an outcome",
                "reading q \"Q?\"\n  no \"N\"\n  other \"O\"\n",
                &["W106 16: choice `no` has the word of an outcome"],
            ),
            (
                "empty by default",
                "fact more : list of U, left out means [] \"M\"\n",
                &["W108 15: `more` is empty for whoever forgets it"],
            ),
            (
                "a paragraph inside a cited one",
                "source s \"S\"\n  paragraphs \"1(1)\", \"2\"\nflag f \"F\"\n  cite s \"1\"\n  when x\n",
                &["W103 16: nothing cites s \"2\""],
            ),
            (
                "a definition that cites nothing",
                "source s \"S\"\n  paragraphs \"1\"\nflag f \"F\"\n  cite s \"1\"\n  when x\ndefinition g\n  means x\n",
                &["W104 20: definition `g` has no title and citation"],
            ),
        ],
    );
}

#[test]
fn an_outcome_that_nothing_reaches_is_named() {
    check_each(
        "ruleset a \"A\"\nfact x : boolean \"X\"\ndecision d \"D\"\n  outcomes, strictest first\n    no \"N\"\n    half \"H\"\n    yes \"Y\"\n  otherwise yes\n",
        &[(
            "half",
            "rule r \"R\"\n  when x\n  then d is no\n",
            &["W102 6: no rule concludes that `d` is `half`"],
        )],
    );
}
