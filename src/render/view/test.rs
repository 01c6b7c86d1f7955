//! What came of tests: each that failed with what was expected and found, then how many passed.

use crate::diagnostic::Diagnostic;
use crate::render::document::Document;
use crate::render::document::Line;
use crate::render::document::Row;
use crate::render::document::Tone;
use crate::source::Sources;
use crate::source::Span;
use crate::text;
use crate::tools::property::PropertyResult;
use crate::tools::property::Witness;
use crate::tools::test::CaseResult;
use crate::tools::test::Done;
use crate::tools::test::FailedTest;
use crate::tools::test::Failure;
use crate::tools::test::TestResults;
use crate::tools::test::cases::CaseState;
use crate::tools::test::cases::Change;
use crate::tools::test::cases::Direction;

/// Most lines shown for what stands in the way of one expectation.
const MOST_REASONS: usize = 5;

/// The page.
pub(crate) fn page(results: &TestResults, sources: &Sources) -> Document {
    let mut page = Document::default();
    for failed in &results.failed {
        page.line(head(failed, sources));
        page.details(
            failed
                .failures
                .iter()
                .flat_map(|failure| rows(failure, sources))
                .collect(),
        );
    }
    for case in results
        .cases
        .iter()
        .filter(|case| case.fails() || case.done == Done::Accepted)
    {
        page.line(case_head(case));
        page.details(case_rows(case));
    }
    for property in &results.properties {
        if let Some(witness) = &property.refuted {
            page.line(property_head(property, sources));
            page.details(witness_rows(property, witness, sources));
            witness_facts(&mut page, witness);
        } else if property.held == 0 {
            page.line(never_held(property, sources));
        }
    }
    page.line(last_line(results));
    if results.cases.iter().any(|case| case.done == Done::Pending) {
        page.line(Line::of(
            "Next: read the differences; `rulec test --accept` takes them.",
        ));
    }
    page
}

/// `FAILED  case motor  cases/motor.snap`
fn case_head(case: &CaseResult) -> Line {
    let (tone, word) = match (case.done, &case.state) {
        (Done::Accepted, _) => (Tone::Mild, "ACCEPTED"),
        (Done::Nothing | Done::Pending, CaseState::New) => (Tone::Strict, "NEW"),
        (Done::Nothing | Done::Pending, CaseState::Same | CaseState::Changed(_)) => (Tone::Strict, "FAILED"),
    };
    Line::default()
        .tone(tone, word)
        .plain("  case ")
        .plain(&case.name)
        .place(&case.snapshot.display().to_string())
}

/// What changed, by meaning.
fn case_rows(case: &CaseResult) -> Vec<Row> {
    let mut rows = Vec::new();
    match &case.state {
        CaseState::Same => {}
        CaseState::New => rows.push(Row::new("", Line::of("it has no snapshot yet"))),
        CaseState::Changed(changes) => rows.extend(changes.iter().map(change_row)),
    }
    if case.done == Done::Pending {
        let pending = format!("{}.new", case.snapshot.display());
        rows.push(Row::new("written", Line::default().place(&pending)));
    }
    rows
}

fn change_row(change: &Change) -> Row {
    if change.about.is_empty() {
        let (word, line) = if change.after.is_empty() {
            ("no longer", &change.before)
        } else {
            ("now", &change.after)
        };
        return Row::new(word, Line::of(line));
    }
    let nothing = |text: &str| {
        if text.is_empty() {
            "nothing".to_owned()
        } else {
            text.to_owned()
        }
    };
    let mut line = Line::of(&format!(
        "{}: {} -> {}",
        change.about,
        nothing(&change.before),
        nothing(&change.after)
    ));
    match change.direction {
        Some(Direction::Looser) => line = line.plain("  ").tone(Tone::Strict, "LOOSER"),
        Some(Direction::Stricter) => line = line.plain("  ").tone(Tone::Mild, "stricter"),
        None => {}
    }
    Row::new("decision", line)
}

/// `FAILED  test "exactly 0.1% is caught"  tests.rule:12`
fn head(failed: &FailedTest, sources: &Sources) -> Line {
    let line = Line::default()
        .tone(Tone::Strict, "FAILED")
        .plain("  test")
        .title(&failed.name);
    let file = failed
        .failures
        .first()
        .and_then(|failure| sources.get(failure.span.file));
    file.map_or(line.clone(), |file| line.place(&file.name))
}

/// `1 test failed, 95 passed.`
fn last_line(results: &TestResults) -> Line {
    let failed = results.failed.len();
    let mut line = Line::default();
    if failed == 0 {
        line = line.tone(
            Tone::Mild,
            &format!("{} passed.", text::count(results.passed, "test", "tests")),
        );
    } else {
        line = line.tone(
            Tone::Strict,
            &format!("{} failed", text::count(failed, "test", "tests")),
        );
        line = line.plain(&format!(
            ", {} passed.",
            text::group_digits(&results.passed.to_string())
        ));
    }
    let cases = results.cases.len();
    if cases > 0 {
        let failing = results.cases.iter().filter(|case| case.fails()).count();
        line = if failing == 0 {
            line.plain(&format!(" {} as before.", text::count(cases, "case", "cases")))
        } else {
            line.plain(" ")
                .tone(
                    Tone::Strict,
                    &format!("{failing} of {}", text::count(cases, "case", "cases")),
                )
                .plain(" differ.")
        };
    }
    if results.left_out > 0 {
        line = line.plain(&format!(
            " {} not run.",
            text::group_digits(&results.left_out.to_string())
        ));
    }
    if !results.properties.is_empty() {
        line = properties(line, &results.properties);
    }
    line
}

/// ` 2 properties: 0 refuted, 2 not settled (100 000 tries).`
fn properties(line: Line, all: &[PropertyResult]) -> Line {
    let refuted = all.iter().filter(|property| property.refuted.is_some()).count();
    let open = all.len().saturating_sub(refuted);
    let tries = all.iter().map(|property| property.tries).fold(0, usize::saturating_add);
    let tries = text::group_digits(&tries.to_string());
    let tone = if refuted == 0 { Tone::Plain } else { Tone::Strict };
    line.plain(&format!(" {}: ", text::count(all.len(), "property", "properties")))
        .tone(tone, &format!("{refuted} refuted"))
        .plain(&format!(", {open} not settled ({tries} tries)."))
}

/// `REFUTED  property "a larger share never frees"  tests.rule:12:3`
fn property_head(property: &PropertyResult, sources: &Sources) -> Line {
    Line::default()
        .tone(Tone::Strict, "REFUTED")
        .plain("  property")
        .title(&property.name)
        .place(&sources.place(property.span))
}

/// That a property was never seen at work, which says less than nothing.
fn never_held(property: &PropertyResult, sources: &Sources) -> Line {
    let tries = text::group_digits(&property.tries.to_string());
    Line::default()
        .tone(Tone::Strong, "NOT SEEN")
        .plain("  property")
        .title(&property.name)
        .plain(&format!("  in none of {tries} tries could it be seen to hold or not"))
        .place(&sources.place(property.span))
}

fn witness_rows(property: &PropertyResult, witness: &Witness, sources: &Sources) -> Vec<Row> {
    let mut rows = vec![
        Row::new("stated", Line::of(&written(property.span, sources))),
        Row::new("found", Line::default().tone(Tone::Strong, &witness.found)),
    ];
    let changed = changed_lines(witness);
    rows.extend(changed.into_iter().map(|line| Row::new("then", Line::of(line))));
    rows
}

/// The facts as they stand in a file, and the commands that decide them.
fn witness_facts(page: &mut Document, witness: &Witness) {
    if witness.written.is_empty() {
        for line in witness.facts.lines() {
            page.code(&format!("  {line}"));
        }
        page.line(Line::of("Next: `rulec test --witnesses FOLDER` writes the facts; then"));
    } else {
        page.line(Line::of("Next:"));
    }
    let files = [Some(""), witness.after.as_ref().map(|_| "-after")];
    for (number, ending) in files.into_iter().flatten().enumerate() {
        let file = witness.written.get(number).map(|path| path.display().to_string());
        let file = file.unwrap_or_else(|| format!("FOLDER/{}{ending}.json", witness.file));
        let mut command = vec!["  rulec eval".to_owned(), file];
        command.extend(witness.arguments.iter().cloned());
        page.code(&command.join(" "));
    }
}

/// The lines of the facts that are others after a figure has changed.
fn changed_lines(witness: &Witness) -> Vec<&str> {
    let Some(after) = &witness.after else {
        return Vec::new();
    };
    let both = witness.facts.lines().zip(after.lines());
    both.filter(|(one, other)| one != other)
        .map(|(_, other)| other.trim())
        .collect()
}

fn rows(failure: &Failure, sources: &Sources) -> Vec<Row> {
    let expected = Line::of(&written(failure.span, sources)).place(&sources.place(failure.span));
    let mut rows = vec![
        Row::new("expected", expected),
        Row::new("found", Line::default().tone(Tone::Strong, &failure.found)),
    ];
    for reason in failure.diagnostics.iter().take(MOST_REASONS) {
        rows.push(reason_row(reason, sources));
        rows.extend(reason.help.iter().map(|help| Row::new("", Line::of(help))));
    }
    let more = failure.diagnostics.len().saturating_sub(MOST_REASONS);
    if more > 0 {
        rows.push(Row::new("", Line::of(&format!("and {more} more"))));
    }
    rows
}

fn reason_row(reason: &Diagnostic, sources: &Sources) -> Row {
    let place = reason
        .at
        .as_ref()
        .map_or_else(String::new, |label| sources.place(label.span));
    Row::new(
        "because",
        Line::of(&format!("{}: {}", reason.code, reason.title)).place(&place),
    )
}

/// What stands there, on one line and without the word `expect`.
pub(crate) fn written(span: Span, sources: &Sources) -> String {
    let text = sources.text(span).trim();
    let text = text.strip_prefix("expect ").unwrap_or(text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::render::Color;
    use crate::render::write::terminal;

    fn shown(results: &TestResults, sources: &Sources) -> String {
        let style = terminal::Style {
            width: 100,
            color: Color::Off,
            strokes: terminal::Strokes::Drawn,
        };
        terminal::write(&page(results, sources), style)
    }

    #[test]
    fn a_failure_shows_what_was_expected_what_was_found_and_why() {
        let mut sources = Sources::new();
        let text = "test \"a\"\n  expect licence is required\n    because foreign_made\n";
        let file = sources.add("tests.rule", text);
        let reason = Diagnostic::error(Code::E202, Span::new(file, 0, 4), "the parts of ENC are not stated")
            .help("`[]` if none");
        let failure = Failure {
            span: Span::new(file, 11, text.trim_end().len()),
            found: "it is not settled".to_owned(),
            diagnostics: vec![reason; 6],
        };
        let failed = FailedTest {
            name: "exactly 0.1% is caught".to_owned(),
            failures: vec![failure],
        };
        let results = TestResults {
            passed: 95,
            failed: vec![failed],
            left_out: 0,
            cases: Vec::new(),
            properties: Vec::new(),
        };
        let out = shown(&results, &sources);
        assert!(
            out.starts_with(
                "\
FAILED  test \"exactly 0.1% is caught\"  tests.rule
  expected    licence is required because foreign_made  tests.rule:2:3
  found       it is not settled
  because     E202: the parts of ENC are not stated  tests.rule:1:1
              `[]` if none
"
            ),
            "{out}"
        );
        assert!(
            out.ends_with("              and 1 more\n1 test failed, 95 passed.\n"),
            "{out}"
        );
    }

    #[test]
    fn tests_that_pass_take_one_line() {
        let results = TestResults {
            passed: 96,
            failed: Vec::new(),
            left_out: 0,
            cases: Vec::new(),
            properties: Vec::new(),
        };
        assert_eq!(shown(&results, &Sources::new()), "96 tests passed.\n");
        let results = TestResults {
            passed: 1,
            failed: Vec::new(),
            left_out: 1_200,
            cases: Vec::new(),
            properties: Vec::new(),
        };
        assert_eq!(shown(&results, &Sources::new()), "1 test passed. 1 200 not run.\n");
    }
}
