//! Books that are locked: whether a text is encrypted, and by whom.

use super::Container;
use super::events::{attribute, each_tag};
use crate::format::ReadError;
use crate::format::anchors::loose;
use crate::format::decode::decode_xml;
use crate::format::href::resolved;

/// The schemes by a file that each of them adds.
const SCHEMES: [(&str, &str); 4] = [
    ("META-INF/license.lcpl", "Readium LCP"),
    ("META-INF/sinf.xml", "Apple FairPlay"),
    ("META-INF/rights.xml", "Adobe ADEPT"),
    ("rights.xml", "Kobo"),
];

/// Refuses a book of which a text of the spine is encrypted. A locked font, sound or film is no reason: a page shows none.
///
/// # Errors
/// When a text is encrypted, by the name of the scheme; or when the list of what is encrypted is too large.
pub(super) fn refuse(container: &mut dyn Container, spine: &[String]) -> Result<(), ReadError> {
    let Ok(Some(bytes)) = container.file("META-INF/encryption.xml") else { return Ok(()) };
    let xml = decode_xml(&bytes);
    if !spine.iter().any(|path| encrypts(&xml, path)) {
        return Ok(());
    }
    for (file, scheme) in SCHEMES {
        if container.file(file)?.is_some() {
            return Err(ReadError::Encrypted { scheme });
        }
    }
    let scheme = if xml.contains("ns.adobe.com") { "Adobe ADEPT" } else { "unknown" };
    Err(ReadError::Encrypted { scheme })
}

/// Whether a list of what is encrypted names a file.
fn encrypts(xml: &str, path: &str) -> bool {
    let mut found = false;
    let path = loose(path);
    each_tag(xml, |name, tag| {
        if name == "CipherReference" {
            let uri = attribute(tag, "URI").unwrap_or_default();
            found |= loose(&resolved("", &uri).0) == path;
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_is_encrypted() {
        let xml = "<encryption><EncryptedData><CipherData><CipherReference URI='OPS/A%20b.xhtml'/></CipherData></EncryptedData>\
            <CipherReference URI='OPS/a.ttf'/></encryption>";
        assert!(encrypts(xml, "OPS/a b.xhtml") && !encrypts(xml, "OPS/b.xhtml"));
    }
}
