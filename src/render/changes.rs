//! What would change in a file, as a unified difference that `patch` understands.

use similar::TextDiff;

use crate::render::Color;
use crate::text;

/// The difference between two texts of one file, with three lines around each change.
pub(crate) fn unified(name: &str, before: &str, after: &str, color: Color) -> String {
    let difference = TextDiff::from_lines(before, after);
    let whole = difference
        .unified_diff()
        .context_radius(3)
        .header(name, name)
        .to_string();
    let mut out = String::with_capacity(whole.len());
    for line in whole.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        // Tabs stay, or a patch would not fit; nothing else that steers a terminal does.
        let shown: Vec<_> = line.split('\t').map(text::escape).collect();
        let shown = shown.join("\t");
        let paint = match line.chars().next() {
            Some('+') => "32",
            Some('-') => "31",
            Some('@') => "36",
            _ => "",
        };
        if paint.is_empty() || color == Color::Off {
            out.push_str(&shown);
        } else {
            out.extend(["\u{1b}[", paint, "m", &shown, "\u{1b}[0m"]);
        }
        out.push_str(end);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_shown_with_what_stands_around_it() {
        let before = "a\nb\nc\nd\ne\nf\n";
        let after = "a\nb\nc\nd\nE\u{1b}\tx\nf\n";
        let expected = "--- x.rule\n+++ x.rule\n@@ -2,5 +2,5 @@\n b\n c\n d\n-e\n+E\\u{1b}\tx\n f\n";
        assert_eq!(unified("x.rule", before, after, Color::Off), expected);
        assert!(unified("x.rule", before, after, Color::On).contains("\u{1b}[31m-e\u{1b}[0m\n"));
        assert_eq!(unified("x.rule", before, before, Color::Off), "");
    }
}
