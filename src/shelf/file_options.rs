//! How a story's file is read, as its reader has said once: its encoding, its format and the like. They are known by the file's path,
//! since they are wanted before there is a text.

use serde::{Deserialize, Serialize};

/// The options of one file. `None` leaves one to be guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileOptions {
    /// The file, as records name it.
    #[serde(default)]
    pub path: String,
    /// The encoding's web name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// How the paragraphs of a plain text are told from each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// The format's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The factor for the limits on a file's size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<u16>,
}

/// The value that has an option guessed again.
pub const AUTO: &str = "auto";

impl FileOptions {
    /// Returns whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self { path: self.path.clone(), ..Self::default() }
    }

    /// Returns these options, and those that were kept where these say nothing. What is to be guessed again is left open.
    ///
    /// ```
    /// use nightstand::shelf::{AUTO, FileOptions};
    ///
    /// let kept = FileOptions { encoding: Some("ibm866".into()), limits: Some(8), ..FileOptions::default() };
    /// let asked = FileOptions { encoding: Some(AUTO.into()), ..FileOptions::default() };
    /// assert_eq!(asked.over(&kept), FileOptions { limits: Some(8), ..FileOptions::default() });
    /// ```
    #[must_use]
    pub fn over(&self, kept: &Self) -> Self {
        let either = |asked: &Option<String>, kept: &Option<String>| {
            asked.as_ref().or(kept.as_ref()).filter(|value| *value != AUTO).cloned()
        };
        Self {
            path: self.path.clone(),
            encoding: either(&self.encoding, &kept.encoding),
            layout: either(&self.layout, &kept.layout),
            format: either(&self.format, &kept.format),
            limits: self.limits.or(kept.limits).filter(|times| *times > 1),
        }
    }
}
