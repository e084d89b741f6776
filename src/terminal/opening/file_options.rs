//! How a story's file is read: by what its reader asks for now, and by what they have asked for before.

use super::Source;
use super::source::whole_path;
use crate::config::ReadingSwitches;
use crate::format::{Format, LAYOUTS, Limits, ReadOptions};
use crate::shelf::{FileOptions, Settings};

/// Returns how a file is read: as is asked for now, or else as was asked for once. Without a file nothing is remembered.
pub(super) fn file_options(source: &Source, asked: &FileOptions, settings: &Settings) -> FileOptions {
    match source {
        Source::File(file) => {
            let path = whole_path(file);
            FileOptions { path: path.clone(), ..asked.clone() }.over(&settings.file_options(&path))
        }
        _ => asked.over(&FileOptions::default()),
    }
}

/// Returns the options with which a file is read, given those that hold for every file.
pub(super) fn read_options(all: &ReadOptions, file: &FileOptions) -> ReadOptions {
    ReadOptions {
        encoding: file.encoding.clone(),
        // Settings can be written by hand.
        layout: file.layout.clone().filter(|layout| LAYOUTS.contains(&layout.as_str())),
        format: file.format.as_deref().and_then(Format::named),
        limits: Limits::times(file.limits.unwrap_or(1).min(Limits::MOST)),
        ..all.clone()
    }
}

/// Returns the options that hold for every file, with the switches of the configuration.
#[must_use]
pub fn with_switches(all: ReadOptions, switches: ReadingSwitches) -> ReadOptions {
    let ReadingSwitches { smarten, mood_inference, linear: _ } = switches;
    ReadOptions { smarten: smarten.unwrap_or(true), mood_inference: mood_inference.unwrap_or(true), ..all }
}

/// Returns the options with which the file of a story is read, for a command that reads it once.
#[must_use]
pub fn options_for(source: &Source, all: &ReadOptions, asked: &FileOptions, settings: &Settings) -> ReadOptions {
    read_options(all, &file_options(source, asked, settings))
}
