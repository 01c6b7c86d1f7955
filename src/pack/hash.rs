//! The identity of rules: equal on every machine and in every folder, different as soon as a byte of law is.
//!
//! Of each folder: its manifest, rule files and tables that were read, each with its path in the folder, by path. Then
//! of all folders, by their own hashes, so that it does not matter where a pack lies or in which order packs are named.
//! Line ends are not law: CR LF, which Git may make of LF, counts as LF.

use crate::ids::Id;
use crate::pack::FolderId;
use crate::pack::MANIFEST;
use crate::pack::Pack;
use crate::source::FileId;
use crate::source::Sources;

/// `blake3:` and 64 hexadecimal digits.
pub(super) fn rules(pack: &Pack<'_>, sources: &Sources) -> String {
    let mut folders: Vec<blake3::Hash> = pack
        .folders
        .ids()
        .map(|folder| of_folder(pack, folder, sources))
        .collect();
    folders.sort_by_key(|hash| *hash.as_bytes());
    let mut all = blake3::Hasher::new();
    for folder in &folders {
        all.update(folder.as_bytes());
    }
    format!("blake3:{}", all.finalize().to_hex())
}

fn of_folder(pack: &Pack<'_>, folder: FolderId, sources: &Sources) -> blake3::Hash {
    let mut texts: Vec<(&str, FileId)> = Vec::new();
    if let Some(own) = pack.folders.get(folder) {
        texts.push((MANIFEST, own.manifest.file));
    }
    let rule_files = pack
        .rule_files
        .iter()
        .filter(|file| file.folder.index() == folder.index());
    texts.extend(rule_files.map(|file| (file.path.as_str(), file.file)));
    let tables = pack
        .tables
        .values()
        .filter(|table| table.folder.index() == folder.index());
    texts.extend(tables.map(|table| (table.path.as_str(), table.file)));
    texts.sort_unstable();
    let mut hasher = blake3::Hasher::new();
    for (path, file) in texts {
        let text = sources.get(file).map_or("", |source| &source.text);
        let content = of_text(text);
        hasher.update(blake3::hash(path.as_bytes()).as_bytes());
        hasher.update(content.as_bytes());
    }
    hasher.finalize()
}

fn of_text(text: &str) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let mut lines = text.split("\r\n");
    if let Some(first) = lines.next() {
        hasher.update(first.as_bytes());
    }
    for line in lines {
        hasher.update(b"\n");
        hasher.update(line.as_bytes());
    }
    hasher.finalize()
}
