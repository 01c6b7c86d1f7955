//! Packs in memory and on the disk: what belongs, what is shown, what is refused.

use std::path::Path;

use crate::diagnostic::Diagnostics;
use crate::limits::Limits;
use crate::source::FileId;
use crate::source::Sources;
use crate::source::Span;

use super::Disk;
use super::Files;
use super::Memory;
use super::Pack;
use super::find_upwards;
use super::open;

const TITLE: &str = "title = \"T\"\n";

/// The pack with its texts, and what was said: `place title` or `title`.
fn opened<'f>(files: &'f dyn Files, root: &str) -> (Option<Pack<'f>>, Sources, Vec<String>) {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let pack = open(
        files,
        Path::new(root),
        &Limits::default(),
        &mut sources,
        &mut diagnostics,
    );
    let said = diagnostics
        .iter()
        .map(|d| {
            d.at.as_ref().map_or_else(
                || d.title.clone(),
                |at| format!("{} {}", sources.place(at.span), d.title),
            )
        })
        .collect();
    (pack, sources, said)
}

fn table(pack: &mut Pack<'_>, sources: &mut Sources, written: &str, at: Span) -> Result<FileId, String> {
    let mut diagnostics = Diagnostics::new();
    let found = pack.table(sources, written, at, &mut diagnostics);
    found.ok_or_else(|| {
        diagnostics
            .iter()
            .next()
            .map_or_else(String::new, |d| format!("{} {}", d.code, d.title))
    })
}

fn names(pack: &Pack<'_>, sources: &Sources) -> Vec<String> {
    pack.rule_files
        .iter()
        .map(|file| sources.get(file.file).unwrap().name.to_string())
        .collect()
}

#[test]
fn all_rule_files_in_the_folder_and_below_it_belong_in_a_fixed_order() {
    let files = Memory::new()
        .with("rules/cn/rulec.toml", TITLE)
        .with("rules/cn/b.rule", "b")
        .with("rules/cn/a.rule", "\u{feff}a")
        .with("rules/cn/sub/c.RULE", "c")
        .with("rules/cn/cases/t.rule", "t")
        .with("rules/cn/cases/motor.json", "{}")
        .with("rules/cn/cases/motor.snap", "")
        .with("rules/cn/.hidden/d.rule", "d")
        .with("rules/cn/.#a.rule", "d")
        .with("rules/us/rulec.toml", TITLE)
        .with("rules/us/u.rule", "u");
    for (root, expected) in [
        (
            "rules/cn",
            vec![
                "rules/cn/a.rule",
                "rules/cn/b.rule",
                "rules/cn/cases/t.rule",
                "rules/cn/sub/c.RULE",
            ],
        ),
        (
            "rules/us/../cn/.",
            vec![
                "rules/cn/a.rule",
                "rules/cn/b.rule",
                "rules/cn/cases/t.rule",
                "rules/cn/sub/c.RULE",
            ],
        ),
        (
            "rules",
            vec![
                "rules/cn/a.rule",
                "rules/cn/b.rule",
                "rules/cn/cases/t.rule",
                "rules/cn/sub/c.RULE",
                "rules/us/u.rule",
            ],
        ),
    ] {
        let (pack, sources, said) = opened(&files, root);
        let pack = pack.unwrap();
        assert_eq!(
            (names(&pack, &sources), said),
            (expected.iter().map(ToString::to_string).collect(), vec![]),
            "{root}"
        );
        assert_eq!(&*sources.get(pack.rule_files[0].file).unwrap().text, "a");
        let cases: Vec<_> = pack
            .folders
            .iter()
            .flat_map(|folder| &folder.cases)
            .map(|case| case.name.as_str())
            .collect();
        assert_eq!(cases, ["motor"]);
    }
}

#[test]
fn used_packs_are_read_once_and_their_chosen_readings_are_not_taken_over() {
    let files = Memory::new()
        .with(
            "cn/rulec.toml",
            "title = \"T\"\npacks = [\"../trade\", \"../core\"]\nreadings.r = \"x\"",
        )
        .with("cn/a.rule", "")
        .with(
            "core/rulec.toml",
            "title = \"C\"\npacks = [\"../trade\"]\nreadings.s = \"y\"",
        )
        .with("core/c.rule", "")
        .with("trade/rulec.toml", TITLE)
        .with("trade/t.rule", "");
    let (pack, sources, said) = opened(&files, "cn");
    let pack = pack.unwrap();
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(names(&pack, &sources), ["cn/a.rule", "trade/t.rule", "core/c.rule"]);
    assert_eq!(pack.readings().map(|r| r.name.as_str()).collect::<Vec<_>>(), ["r"]);
}

#[test]
fn what_makes_no_pack_is_said_with_its_place() {
    let two = |a: &str, b: &str| {
        Memory::new()
            .with("a/rulec.toml", format!("title = \"A\"\npacks = [{a}]"))
            .with("a/a.rule", "")
            .with("b/rulec.toml", format!("title = \"B\"\npacks = [{b}]"))
            .with("b/b.rule", "")
    };
    let cases: Vec<(Memory, &str, &str)> = vec![
        (Memory::new().with("a.rule", ""), "", "there is no pack in `.`"),
        (
            Memory::new().with("p/rulec.toml", TITLE),
            "p",
            "the pack in `p` has no rules",
        ),
        (
            two("\"../b\"", "\"../a\""),
            "a",
            "b/rulec.toml:2:10 a circle of packs: a, b, a",
        ),
        (two("\".\"", ""), "a", "a/rulec.toml:2:10 a circle of packs: a, a"),
        (two("\"../c\"", ""), "a", "a/rulec.toml:2:10 there is no pack at `../c`"),
        (
            two("\"/etc\"", ""),
            "a",
            "a/rulec.toml:2:10 a path that does not begin in this folder",
        ),
        (two("'..\\b'", ""), "a", "a/rulec.toml:2:10 a backslash in a path"),
        (
            two("", "").with("a/in/rulec.toml", TITLE),
            "a",
            "`a/in/rulec.toml` makes a pack inside a pack",
        ),
        (
            two("", "").with("a/x.rule", vec![b'r', 0xff]),
            "a",
            "a/x.rule:1:2 the file is no text",
        ),
        (
            two("", "").with("a/x.rule", vec![b' '; (4 << 20) + 1]),
            "a",
            "`a/x.rule` cannot be read: it is longer than 4194304 bytes",
        ),
        (
            Memory::new()
                .with("a/rulec.toml", "title = \"A\"\nreadings.r = \"x\"")
                .with("a/a.rule", "")
                .with("b/rulec.toml", "title = \"B\"\nreadings.r = \"y\""),
            "",
            "b/rulec.toml:2:14 two packs read `r` differently",
        ),
    ];
    for (files, root, expected) in cases {
        assert_eq!(opened(&files, root).2, [expected]);
    }
}

#[test]
fn a_table_is_read_from_beside_its_rule_file_and_never_from_outside_the_pack() {
    let files = Memory::new()
        .with("secret.csv", "s")
        .with("p/rulec.toml", TITLE)
        .with("p/sub/a.rule", "read from \"…\"")
        .with("p/sub/t.csv", "a\n1\n")
        .with("p/sub/deep/t.csv", "b\n")
        .with("p/t.csv", "c\n")
        .with("p/sub/bad.csv", vec![0xff, 0xfe]);
    let (pack, mut sources, _) = opened(&files, "p");
    let mut pack = pack.unwrap();
    let at = Span::new(pack.rule_files[0].file, 10, 15);
    for (written, expected) in [
        ("t.csv", Ok("p/sub/t.csv")),
        ("./deep/t.csv", Ok("p/sub/deep/t.csv")),
        ("../t.csv", Err("R506 a path that leaves the pack")),
        ("deep/../../../secret.csv", Err("R506 a path that leaves the pack")),
        ("/secret.csv", Err("R506 a path that does not begin in this folder")),
        (
            "//host/share.csv",
            Err("R506 a path that does not begin in this folder"),
        ),
        ("C:/secret.csv", Err("R506 a path that does not begin in this folder")),
        ("\\\\host\\share.csv", Err("R506 a backslash in a path")),
        ("deep\\t.csv", Err("R506 a backslash in a path")),
        ("", Err("R506 an empty path")),
        ("u.csv", Err("R501 the table `u.csv` cannot be read")),
        ("bad.csv", Err("R501 the file is no text")),
    ] {
        let found = table(&mut pack, &mut sources, written, at);
        let found = found.map(|file| sources.get(file).unwrap().name.to_string());
        assert_eq!(found, expected.map(str::to_owned).map_err(str::to_owned), "{written:?}");
    }
    assert_eq!(
        table(&mut pack, &mut sources, "t.csv", at),
        table(&mut pack, &mut sources, "./t.csv", at)
    );
}

#[test]
fn the_hash_of_rules_changes_with_the_law_and_not_with_the_place() {
    let hash = |folder: &str, manifest: &str, rule: &str, rows: &str| {
        let files = Memory::new()
            .with(format!("{folder}/rulec.toml"), manifest)
            .with(format!("{folder}/a.rule"), rule)
            .with(format!("{folder}/t.csv"), rows);
        let (pack, mut sources, _) = opened(&files, folder);
        let mut pack = pack.unwrap();
        let at = Span::new(pack.rule_files[0].file, 0, 1);
        table(&mut pack, &mut sources, "t.csv", at).unwrap();
        pack.hash(&sources)
    };
    let base = hash("p", TITLE, "rule a\nrule b\n", "x\n1\n");
    assert_eq!(
        base,
        hash("other/place", TITLE, "rule a\r\nrule b\r\n", "\u{feff}x\r\n1\r\n")
    );
    for changed in [
        hash("p", "title = \"U\"\n", "rule a\nrule b\n", "x\n1\n"),
        hash("p", TITLE, "rule a\nrule c\n", "x\n1\n"),
        hash("p", TITLE, "rule a\nrule b\n\n", "x\n1\n"),
        hash("p", TITLE, "rule a\nrule b\n", "x\n2\n"),
    ] {
        assert_ne!(base, changed);
    }
}

#[test]
fn the_nearest_manifest_upwards_is_found_and_shown_from_the_current_folder() {
    let files = Memory::new()
        .with("r/cn/rulec.toml", TITLE)
        .with("r/cn/cases/deep/x.json", "");
    for (from, expected) in [
        ("r/cn", Some("r/cn")),
        ("r/cn/cases/deep", Some("r/cn/cases/deep/../..")),
        ("r", None),
    ] {
        let found = find_upwards(&files, Path::new(from));
        assert_eq!(found.as_deref(), expected.map(Path::new), "{from}");
    }
}

#[cfg(all(unix, feature = "cli"))]
#[test]
fn links_out_of_the_pack_are_refused_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("p");
    std::fs::create_dir(&root).unwrap();
    std::fs::write(root.join("rulec.toml"), TITLE).unwrap();
    std::fs::write(root.join("a.rule"), "").unwrap();
    std::fs::write(root.join("t.csv"), "a\n").unwrap();
    std::fs::write(folder.path().join("secret.csv"), "s\n").unwrap();
    std::os::unix::fs::symlink(folder.path().join("secret.csv"), root.join("link.csv")).unwrap();
    std::os::unix::fs::symlink(root.join("t.csv"), root.join("inside.csv")).unwrap();
    let (pack, mut sources, said) = opened(&Disk, root.to_str().unwrap());
    assert_eq!(said, Vec::<String>::new());
    let mut pack = pack.unwrap();
    let at = Span::new(pack.rule_files[0].file, 0, 0);
    assert_eq!(
        table(&mut pack, &mut sources, "t.csv", at),
        table(&mut pack, &mut sources, "inside.csv", at)
    );
    assert_eq!(
        table(&mut pack, &mut sources, "link.csv", at).unwrap_err(),
        "R506 `link.csv` is a link that leaves the pack"
    );
    std::os::unix::fs::symlink(folder.path(), root.join("up")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("secret.csv"), root.join("b.rule")).unwrap();
    let (_, _, said) = opened(&Disk, root.to_str().unwrap());
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said.iter()
            .all(|words| words.contains("is a link that leaves the pack")),
        "{said:?}"
    );
}
