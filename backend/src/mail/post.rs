//! The ways out.

#[cfg(feature = "testing")]
use std::sync::{Arc, Mutex, PoisonError};

use domain::time::Timestamp;
#[cfg(feature = "testing")]
use tokio::sync::watch;

use super::{MailKind, Message, dev_folder::DevFolder, smtp::Smtp};

/// A message with everything on its envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The recipient's address.
    pub to: String,
    /// What kind of mail it is.
    pub kind: MailKind,
    /// The reference printed in it.
    pub reference: String,
    /// The same at each attempt, in angle brackets.
    pub message_id: String,
    /// When it was written.
    pub written_at: Timestamp,
    /// What it says.
    pub message: Message,
}

/// Why a mail could not leave: a class, without anything said by the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SendFailure(pub &'static str);

/// Where mails go.
#[derive(Clone)]
pub enum Post {
    /// To a mail server.
    Smtp(Smtp),
    /// Into a folder, to be read in the browser of whoever tries Atrio out.
    DevFolder(DevFolder),
    /// Into memory.
    #[cfg(feature = "testing")]
    Pigeonhole(Pigeonhole),
}

impl Post {
    /// Hands over one mail; on success it is somebody else's.
    pub async fn send(&self, mail: &Outgoing) -> Result<(), SendFailure> {
        match self {
            Self::Smtp(smtp) => smtp.send(mail).await,
            Self::DevFolder(folder) => folder.put(mail).await,
            #[cfg(feature = "testing")]
            Self::Pigeonhole(pigeonhole) => pigeonhole.put(mail),
        }
    }
}

/// Keeps mails in memory, and can be told to refuse them.
#[cfg(feature = "testing")]
#[derive(Clone)]
pub struct Pigeonhole {
    mails: watch::Sender<Vec<Outgoing>>,
    refuses: Arc<Mutex<Option<SendFailure>>>,
}

#[cfg(feature = "testing")]
impl Default for Pigeonhole {
    fn default() -> Self {
        Self { mails: watch::Sender::new(Vec::new()), refuses: Arc::default() }
    }
}

#[cfg(feature = "testing")]
impl Pigeonhole {
    fn put(&self, mail: &Outgoing) -> Result<(), SendFailure> {
        if let Some(failure) = *self.refuses.lock().unwrap_or_else(PoisonError::into_inner) {
            return Err(failure);
        }
        self.mails.send_modify(|mails| mails.push(mail.clone()));
        Ok(())
    }

    /// What has arrived so far.
    pub fn mails(&self) -> Vec<Outgoing> {
        self.mails.borrow().clone()
    }

    /// Waits until so many mails have arrived.
    pub async fn arrived(&self, number: usize) {
        // Fails only without a sender, and this is one.
        let _ = self.mails.subscribe().wait_for(|mails| mails.len() >= number).await;
    }

    /// Refuses everything from now on, or nothing.
    pub fn refuse(&self, failure: Option<SendFailure>) {
        *self.refuses.lock().unwrap_or_else(PoisonError::into_inner) = failure;
    }
}
