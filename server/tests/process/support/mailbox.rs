//! The folder in which mails lie while no mail server is set up.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use backend::mail::{DevMail, MailKind};

use super::{program::Atrio, until};

/// Reads each mail once.
pub struct Mailbox {
    folder: PathBuf,
    known: Mutex<BTreeMap<OsString, DevMail>>,
}

impl Mailbox {
    pub fn of(atrio: &Atrio) -> Self {
        Self { folder: atrio.data().join("mail"), known: Mutex::default() }
    }

    /// The newest mail of this kind to this address, if there is one yet.
    pub fn find(&self, to: &str, kind: MailKind) -> Option<DevMail> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in fs::read_dir(&self.folder).ok()? {
            let path = entry.expect("an entry of the folder").path();
            let name = path.file_name().expect("a name").to_owned();
            // A mail takes this ending when it is whole.
            if path.extension().is_some_and(|it| it == "json") && !known.contains_key(&name) {
                let json = fs::read(path).expect("a mail");
                known.insert(name, serde_json::from_slice(&json).expect("a whole mail"));
            }
        }
        known.values().rfind(|it| it.to == to && it.kind == kind).cloned()
    }

    /// The mail, as soon as it is there.
    pub fn expect(&self, to: &str, kind: MailKind) -> DevMail {
        until(&format!("a mail {} to {to}", kind.as_str()), || self.find(to, kind))
    }
}

/// The link with a secret in the text of a mail.
pub fn link(text: &str) -> &str {
    let link = text.split_whitespace().find(|it| it.contains("?t="));
    link.unwrap_or_else(|| panic!("no link in {text:?}"))
}

/// The secret in a link.
pub fn token(link: &str) -> &str {
    link.split_once("?t=").expect("a link with a secret").1
}
