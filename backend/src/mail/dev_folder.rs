//! Mails as files, for whoever tries Atrio out on their own machine without a mail server.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::{MailKind, Outgoing, SendFailure};

/// The most mails that are listed.
const MAX_LISTED: usize = 200;

/// A folder of mails, one JSON file each.
#[derive(Debug, Clone)]
pub struct DevFolder(PathBuf);

/// A mail as kept in the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevMail {
    /// The name it is read by.
    pub id: String,
    /// The recipient's address.
    pub to: String,
    /// What kind of mail it is.
    pub kind: MailKind,
    /// The reference printed in it.
    pub reference: String,
    /// When it was written.
    pub written_at: Timestamp,
    /// One line.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// As HTML.
    pub html: String,
}

impl DevFolder {
    /// Keeps mails in this folder, which is made if it is missing.
    pub fn new(folder: impl Into<PathBuf>) -> io::Result<Self> {
        let folder = folder.into();
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        // The links in these mails work.
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder)?;
        Ok(Self(folder))
    }

    pub(super) async fn put(&self, mail: &Outgoing) -> Result<(), SendFailure> {
        let id = file_name(mail);
        let kept = DevMail {
            id: id.clone(),
            to: mail.to.clone(),
            kind: mail.kind,
            reference: mail.reference.clone(),
            written_at: mail.written_at,
            subject: mail.message.subject.clone(),
            text: mail.message.text.clone(),
            html: mail.message.html.clone(),
        };
        let json = serde_json::to_vec_pretty(&kept).map_err(|_| SendFailure("json"))?;
        let (partial, whole) = (self.path(&id, "partial"), self.path(&id, "json"));
        let written = tokio::task::spawn_blocking(move || {
            fs::write(&partial, json)?;
            // Whoever lists the folder sees whole mails only.
            fs::rename(&partial, whole)
        });
        match written.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(SendFailure("folder")),
        }
    }

    /// The mails of the folder, newest first.
    pub fn list(&self) -> io::Result<Vec<DevMail>> {
        let mut files: Vec<PathBuf> = fs::read_dir(&self.0)?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|it| it == "json"))
            .collect();
        // Names begin with the time of writing.
        files.sort_unstable_by(|a, b| b.cmp(a));
        Ok(files.iter().take(MAX_LISTED).filter_map(|path| read_file(path)).collect())
    }

    /// One mail by its id; `None` for anything that is not the id of a mail in the folder.
    pub fn read(&self, id: &str) -> Option<DevMail> {
        let harmless = id.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
        if !harmless || id.len() > 100 {
            return None;
        }
        read_file(&self.path(id, "json"))
    }

    fn path(&self, id: &str, extension: &str) -> PathBuf {
        self.0.join(format!("{id}.{extension}"))
    }
}

fn read_file(path: &Path) -> Option<DevMail> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// Sorts by time; the same mail sent twice is one file.
fn file_name(mail: &Outgoing) -> String {
    let unique = mail.message_id.trim_start_matches('<').split('@').next().unwrap_or_default();
    format!("{:015}-{unique}", mail.written_at.as_millis())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Message;

    fn mail(millis: i64, subject: &str) -> Outgoing {
        Outgoing {
            to: "olivia@harbour.example".to_owned(),
            kind: MailKind::HasLogin,
            reference: "A7K2-9QXM".to_owned(),
            message_id: format!("<0190-{millis}@console.example>"),
            written_at: Timestamp::from_millis(millis),
            message: Message {
                subject: subject.to_owned(),
                text: "text".to_owned(),
                html: "<p>html</p>".to_owned(),
            },
        }
    }

    #[tokio::test]
    async fn mails_are_listed_newest_first_and_read_by_id() {
        let folder = tempfile::tempdir().expect("folder");
        let folder = DevFolder::new(folder.path().join("dev-mail")).expect("made");
        for (millis, subject) in [(9, "first"), (10, "second"), (10, "second")] {
            folder.put(&mail(millis, subject)).await.expect("kept");
        }
        let listed = folder.list().expect("listed");
        let subjects: Vec<_> = listed.iter().map(|it| it.subject.as_str()).collect();
        assert_eq!(subjects, ["second", "first"]);
        assert_eq!(folder.read(&listed[0].id).as_ref(), Some(&listed[0]));
    }

    #[tokio::test]
    async fn nothing_outside_the_folder_is_read() {
        let place = tempfile::tempdir().expect("folder");
        let folder = DevFolder::new(place.path().join("dev-mail")).expect("made");
        fs::write(place.path().join("secret.json"), "{}").expect("written");
        for id in ["../secret", "", ".", "a/b", "..%2fsecret", "nobody"] {
            assert_eq!(folder.read(id), None, "{id}");
        }
    }
}
