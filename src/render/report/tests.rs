//! What reports look like, character by character, and what hostile or unusual sources do to them.

use super::*;
use crate::diagnostic::Code;
use crate::source::FileId;
use crate::source::Span;

const DRAWN: Manner = Manner {
    form: Form::Drawn(Color::Off),
    width: 100,
};
const PLAIN: Manner = Manner {
    form: Form::Plain,
    width: 100,
};
const CONCISE: Manner = Manner {
    form: Form::Concise,
    width: 100,
};

/// A source whose lines stand at these numbers, everything between being empty.
fn source(sources: &mut Sources, name: &str, lines: &[(usize, &str)]) -> FileId {
    let last = lines.iter().map(|(number, _)| *number).max().unwrap();
    let mut all = vec![""; last];
    for (number, line) in lines {
        all[number.checked_sub(1).unwrap()] = line;
    }
    sources.add(name, all.join("\n"))
}

/// The place of this text in a source.
fn span(sources: &Sources, file: FileId, text: &str) -> Span {
    let start = sources.get(file).unwrap().text.find(text).unwrap();
    Span::new(file, start, start.checked_add(text.len()).unwrap())
}

fn check(diagnostic: &Diagnostic, sources: &Sources, manner: Manner, expected: &str) {
    let actual = one(diagnostic, sources, manner);
    let trimmed: Vec<&str> = actual.lines().map(str::trim_end).collect();
    assert_eq!(trimmed.join("\n"), expected.trim_matches('\n'), "\n{actual}");
}

#[test]
fn one_label_is_drawn_with_its_line_and_all_ways_out() {
    let mut sources = Sources::new();
    let line = "  when item.origin is CN or item.made_in is CN and between_foreign_countries";
    let file = source(&mut sources, "rare_earth.rule", &[(183, line)]);
    let at = span(&sources, file, "item.made_in is CN");
    let diagnostic = Diagnostic::error(Code::R108, at, "`and` stands beside `or` without brackets")
        .here("with `or`, or with `and`?")
        .help("(item.origin is CN or item.made_in is CN) and between_foreign_countries")
        .help("item.origin is CN or (item.made_in is CN and between_foreign_countries)");
    check(
        &diagnostic,
        &sources,
        DRAWN,
        "
R108

  × `and` stands beside `or` without brackets
     ╭─[rare_earth.rule:183:29]
 183 │ when item.origin is CN or item.made_in is CN and between_foreign_countries
     ·                           ─────────┬────────
     ·                                    ╰── with `or`, or with `and`?
     ╰────
  help: (item.origin is CN or item.made_in is CN) and between_foreign_countries
        item.origin is CN or (item.made_in is CN and between_foreign_countries)
",
    );
}

#[test]
fn a_label_of_an_even_width_hangs_from_its_middle() {
    let mut sources = Sources::new();
    let line = "    free \"Not controlled by No. 61\" ranks as free";
    let file = source(&mut sources, "rare_earth.rule", &[(16, line)]);
    let at = span(&sources, file, "free");
    let diagnostic = Diagnostic::error(Code::R402, at, "`free` stands above `exempt`, which ranks stricter")
        .here("stands first, so it would win; `exempt`, line 17, is conditional")
        .help("move `exempt` above `free`");
    check(
        &diagnostic,
        &sources,
        DRAWN,
        "
R402

  × `free` stands above `exempt`, which ranks stricter
    ╭─[rare_earth.rule:16:5]
 16 │ free \"Not controlled by No. 61\" ranks as free
    · ──┬─
    ·   ╰── stands first, so it would win; `exempt`, line 17, is conditional
    ╰────
  help: move `exempt` above `free`
",
    );
}

#[test]
fn distant_labels_have_frames_of_their_own_and_the_mistake_comes_first() {
    let mut sources = Sources::new();
    let lines = [(333, "  sets aside no_abuse"), (347, "  sets aside humanitarian")];
    let file = source(&mut sources, "rare_earth.rule", &lines);
    let at = span(&sources, file, "no_abuse");
    let other = span(&sources, file, "humanitarian");
    let diagnostic = Diagnostic::error(
        Code::R405,
        at,
        "a circle of setting aside: humanitarian, no_abuse, humanitarian",
    )
    .here("humanitarian sets no_abuse aside")
    .label(other, "no_abuse sets humanitarian aside")
    .help("remove one; the law says which of the two yields");
    check(
        &diagnostic,
        &sources,
        DRAWN,
        "
R405

  × a circle of setting aside: humanitarian, no_abuse, humanitarian
     ╭─[rare_earth.rule:333:14]
 333 │ sets aside no_abuse
     ·            ────┬───
     ·                ╰── humanitarian sets no_abuse aside
     ╰────
     ╭─[rare_earth.rule:347:14]
 347 │ sets aside humanitarian
     ·            ──────┬─────
     ·                  ╰── no_abuse sets humanitarian aside
     ╰────
  help: remove one; the law says which of the two yields
",
    );
    check(
        &diagnostic,
        &sources,
        PLAIN,
        "
rare_earth.rule:333:14: R405: a circle of setting aside: humanitarian, no_abuse, humanitarian
  sets aside no_abuse
             ^^^^^^^^ humanitarian sets no_abuse aside
  rare_earth.rule:347:14
  sets aside humanitarian
             no_abuse sets humanitarian aside
  help: remove one; the law says which of the two yields
",
    );
}

#[test]
fn labels_in_two_files_are_drawn_one_after_the_other() {
    let mut sources = Sources::new();
    let facts = source(
        &mut sources,
        "motor.json",
        &[(
            12,
            "    { \"id\": \"P1\", \"name\": \"Hanil Robotics\", \"country\": \"KR\",",
        )],
    );
    let rules = source(
        &mut sources,
        "core.rule",
        &[(
            185,
            "  incomplete because \"A sample: a name that is absent proves nothing\"",
        )],
    );
    let diagnostic = Diagnostic::error(
        Code::E201,
        span(&sources, facts, "\"Hanil Robotics\""),
        "whether `Hanil Robotics` is in listed_parties.name is not known",
    )
    .here("not among its 59 names")
    .label(span(&sources, rules, "incomplete"), "so absence is no answer")
    .help("look it up in the full list");
    check(
        &diagnostic,
        &sources,
        DRAWN,
        "
E201

  × whether `Hanil Robotics` is in listed_parties.name is not known
    ╭─[motor.json:12:27]
 12 │ { \"id\": \"P1\", \"name\": \"Hanil Robotics\", \"country\": \"KR\",
    ·                       ────────┬───────
    ·                               ╰── not among its 59 names
    ╰────
     ╭─[core.rule:185:3]
 185 │ incomplete because \"A sample: a name that is absent proves nothing\"
     · ─────┬────
     ·      ╰── so absence is no answer
     ╰────
  help: look it up in the full list
",
    );
}

#[test]
fn the_plain_form_begins_with_the_concise_one() {
    let mut sources = Sources::new();
    let facts = source(
        &mut sources,
        "motor.json",
        &[(40, "                    \"orgin\": \"CN\",")],
    );
    let diagnostic = Diagnostic::error(
        Code::F201,
        span(&sources, facts, "\"orgin\""),
        "Article has no key `orgin`",
    )
    .help("write `origin`");
    check(
        &diagnostic,
        &sources,
        CONCISE,
        "motor.json:40:21: F201: Article has no key `orgin`",
    );
    check(
        &diagnostic,
        &sources,
        PLAIN,
        "
motor.json:40:21: F201: Article has no key `orgin`
  \"orgin\": \"CN\",
  ^^^^^^^
  help: write `origin`
",
    );
}

#[test]
fn plain_labels_on_one_line_stand_under_their_own_places() {
    let mut sources = Sources::new();
    let file = source(&mut sources, "own.rule", &[(9, "  means a.price + a.net_mass")]);
    let at = |text| span(&sources, file, text);
    let sum = Diagnostic::error(Code::R303, at("+"), "money and mass cannot be added")
        .label(at("a.price"), "money")
        .label(at("a.net_mass"), "mass")
        .help("money by weight: `a.price + a.net_mass / 1 kg * 3 EUR`");
    check(
        &sum,
        &sources,
        PLAIN,
        "
own.rule:9:17: R303: money and mass cannot be added
  means a.price + a.net_mass
        money   ^ mass
  help: money by weight: `a.price + a.net_mass / 1 kg * 3 EUR`
",
    );
    let crowded = Diagnostic::error(Code::R303, at("+"), "money and mass cannot be added")
        .here("these two do not meet")
        .label(at("a.net_mass"), "a mass");
    check(
        &crowded,
        &sources,
        PLAIN,
        "
own.rule:9:17: R303: money and mass cannot be added
  means a.price + a.net_mass
                ^ these two do not meet
                  a mass
",
    );
}

#[test]
fn a_label_on_the_last_line_and_one_behind_it_are_drawn() {
    for text in ["a\n  rule x", "a\r\n  rule x\r\n", "a\n  rule x\n"] {
        let mut sources = Sources::new();
        let file = sources.add("a.rule", text);
        let at = span(&sources, file, "x");
        check(
            &Diagnostic::error(Code::R411, at, "t").here("here"),
            &sources,
            DRAWN,
            "
R411

  × t
   ╭─[a.rule:2:8]
 2 │ rule x
   ·      ┬
   ·      ╰── here
   ╰────
",
        );
    }
    let mut sources = Sources::new();
    let file = sources.add("a.rule", "rule x");
    let behind = Diagnostic::error(Code::R411, Span::new(file, 6, 6), "t").here("it ends here");
    check(
        &behind,
        &sources,
        PLAIN,
        "a.rule:1:7: R411: t\n  rule x\n        ^ it ends here",
    );
    assert!(one(&behind, &sources, DRAWN).contains("╰── it ends here"));
}

#[test]
fn carets_stand_under_wide_letters() {
    let mut sources = Sources::new();
    let file = sources.add("a.json", "{ \"東京\": \"x\" }");
    let at = span(&sources, file, "\"x\"");
    check(
        &Diagnostic::error(Code::F203, at, "t"),
        &sources,
        PLAIN,
        "
a.json:1:9: F203: t
  { \"東京\": \"x\" }
            ^^^
",
    );
}

#[test]
fn foreign_text_never_reaches_the_terminal_raw() {
    let mut sources = Sources::new();
    let file = sources.add("a\u{1b}[2J.json", "{ \"a\u{1b}[31m\": \"\u{202e}cod\u{7}\", \"b\": 1 }");
    let at = span(&sources, file, "\"b\"");
    let diagnostic = Diagnostic::error(Code::F201, at, "no key `\u{1b}]0;x`")
        .here("\u{9b}2J")
        .help("\u{200b}");
    for manner in [DRAWN, PLAIN, CONCISE] {
        let out = one(&diagnostic, &sources, manner);
        let raw: Vec<char> = out.chars().filter(|&c| c != '\n' && text::is_hidden(c)).collect();
        assert!(raw.is_empty(), "{raw:?} in {out}");
        assert!(out.contains("\\u{1b}"), "{out}");
    }
    assert!(
        one(&diagnostic, &sources, PLAIN).contains(&format!("\n{}^^^ ", " ".repeat(39))),
        "carets move with escapes"
    );
}

#[test]
fn a_line_of_two_hundred_thousand_columns_is_cut_around_the_mistake() {
    let mut sources = Sources::new();
    let text = format!(
        "{{ {}\"orgin\": 1, {} }}",
        "\"k\": 0, ".repeat(10_000),
        "\"k\": 0, ".repeat(20_000)
    );
    let file = sources.add("a.json", text);
    let at = span(&sources, file, "\"orgin\"");
    let far = Span::new(file, 200_000, 200_001);
    let diagnostic = Diagnostic::error(Code::F201, at, "t")
        .here("here")
        .label(far, "and there");
    for manner in [DRAWN, PLAIN] {
        let out = one(&diagnostic, &sources, manner);
        assert!(out.contains("a.json:1:80003"), "{out}");
        assert!(
            out.contains(if manner.form == Form::Plain { "  ..." } else { "│ …" }),
            "{out}"
        );
        assert!(
            out.contains(if manner.form == Form::Plain { "...\n" } else { "…\n" }),
            "{out}"
        );
        assert!(out.contains("here") && out.contains("and there"), "{out}");
        let widest = out.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= 100, "{widest}: {out}");
    }
}

#[test]
fn a_mark_longer_than_the_window_and_one_of_several_lines_are_cut() {
    let mut sources = Sources::new();
    let file = sources.add("a.rule", format!("{}\nsecond", "x".repeat(500)));
    let diagnostic = Diagnostic::error(Code::R107, Span::new(file, 0, 505), "t").here("here");
    let out = one(&diagnostic, &sources, DRAWN);
    assert!(!out.contains("second"), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 100), "{out}");
}

#[test]
fn lines_that_are_near_share_a_frame_and_lose_their_common_indentation() {
    let mut sources = Sources::new();
    let file = sources.add("a.rule", "      rule a\n\n        then b\n");
    let diagnostic = Diagnostic::error(Code::R411, span(&sources, file, "a"), "t")
        .here("this rule")
        .label(span(&sources, file, "b"), "this outcome");
    check(
        &diagnostic,
        &sources,
        DRAWN,
        "
R411

  × t
   ╭─[a.rule:1:12]
 1 │ rule a
   ·      ┬
   ·      ╰── this rule
 2 │
 3 │   then b
   ·        ┬
   ·        ╰── this outcome
   ╰────
",
    );
}

#[test]
fn of_a_thousand_errors_twenty_are_shown_and_the_rest_is_counted() {
    let mut sources = Sources::new();
    let file = sources.add("a.json", "{ }\n".repeat(1_000));
    let mut list: Vec<Diagnostic> = (0..999)
        .map(|n| Diagnostic::warning(Code::W101, Span::new(file, n * 4, n * 4 + 1), "t"))
        .collect();
    list.push(Diagnostic::error(
        Code::F201,
        Span::new(file, 3_996, 3_997),
        "the only error",
    ));
    let shown = first(&list, &sources, CONCISE, 20);
    assert_eq!((shown.text.lines().count(), shown.hidden), (20, 980));
    let start = "a.json:1000:1: F201: the only error\na.json:1:1: W101: warning: t\n";
    assert!(shown.text.starts_with(start), "{}", shown.text);
    assert_eq!(more(49_980), "and 49 980 more\n");
    let json = Manner {
        form: Form::Json,
        width: 100,
    };
    let all = first(&list, &sources, json, 20);
    assert_eq!((all.text.lines().count(), all.hidden), (1_000, 0), "JSON holds all");
    assert_eq!(first(list.get(..20).unwrap(), &sources, CONCISE, 20).hidden, 0);
}

#[test]
fn json_has_places_labels_and_the_edit() {
    let mut sources = Sources::new();
    let file = sources.add("a.rule", "when a = b");
    let at = span(&sources, file, "=");
    let diagnostic = Diagnostic::error(Code::R103, at, "`=` compares nothing").fix(at, "is");
    let line = one(
        &diagnostic,
        &sources,
        Manner {
            form: Form::Json,
            width: 100,
        },
    );
    assert_eq!(
        line.trim(),
        "{\"code\":\"R103\",\"severity\":\"error\",\"at\":\"a.rule:1:8\",\"end\":\"1:9\",\"title\":\"`=` compares nothing\",\
         \"here\":\"\",\"labels\":[],\"help\":[],\"fix\":{\"at\":\"a.rule:1:8\",\"end\":\"1:9\",\"replacement\":\"is\"},\"path\":null}"
    );
    assert!(one(&diagnostic, &sources, PLAIN).ends_with("  help: write `is`\n"));
}

#[test]
fn a_diagnostic_without_a_place_is_its_code_title_and_help() {
    let sources = Sources::new();
    let diagnostic = Diagnostic::general(Code::T104, "no `rulec.toml` here").help("`rulec init NAME` makes a pack");
    check(
        &diagnostic,
        &sources,
        PLAIN,
        "T104: no `rulec.toml` here\n  help: `rulec init NAME` makes a pack",
    );
    check(
        &diagnostic,
        &sources,
        DRAWN,
        "
T104

  × no `rulec.toml` here
  help: `rulec init NAME` makes a pack
",
    );
}

#[test]
fn colour_changes_no_word() {
    let mut sources = Sources::new();
    let file = sources.add("a.rule", "rule a");
    let diagnostic = Diagnostic::error(Code::R411, span(&sources, file, "a"), "t")
        .here("here")
        .help("h");
    let colored = one(
        &diagnostic,
        &sources,
        Manner {
            form: Form::Drawn(Color::On),
            width: 100,
        },
    );
    assert!(colored.contains('\u{1b}'));
    let mut plain = String::new();
    let mut rest = colored.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain += before;
        rest = after.split_once('m').unwrap().1;
    }
    plain += rest;
    assert_eq!(plain, one(&diagnostic, &sources, DRAWN));
}

#[test]
fn a_name_of_a_mebibyte_is_not_shown_whole() {
    let title = format!("there is no `{}` here", "x".repeat(1 << 20));
    let out = one(&Diagnostic::general(Code::R201, title), &Sources::new(), CONCISE);
    assert!(out.len() < 300 && out.ends_with("... here\n"), "{}", out.len());
}
