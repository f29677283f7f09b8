//! A person with fifty sessions, on a database of their own.

use std::{error::Error, path::Path, sync::Arc};

use backend::{
    Backend, Database, Durability, Hasher, Identity, Keys, Origin, OsEntropy, Parts, SecretToken,
    Site, Store, SystemClock,
    jobs::run_due,
    mail::{DevFolder, Post},
    usecase::{door, session},
};
use domain::{
    email::Email,
    locale::Locale,
    password::Password,
    session::{MAX_PER_USER, Stay},
    sign_up::{OrgKind, SignUp},
    text::{OrgName, PersonName},
};

use super::page::{Line, Lines};

const EMAIL: &str = "bench@customer.example";
const PASSWORD: &str = "copper kettle on a slow tram";

/// The services, and the token of one of the sessions. Cheap to clone.
#[derive(Clone)]
pub struct World {
    backend: Backend,
    token: SecretToken,
}

impl World {
    /// Makes everything in this folder.
    pub async fn create(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let database = Database::Sqlite { path: folder.join("floors.sqlite") };
        let store = Store::connect(&database, Durability::Off).await?;
        store.migrate().await?;
        let backend = Backend::new(Parts {
            store,
            clock: Arc::new(SystemClock),
            entropy: Arc::new(OsEntropy),
            hasher: Hasher::new(&OsEntropy),
            keys: Keys::read(&Keys::generate(&OsEntropy))?,
            site: Site { brand: "Atrio".into(), public_url: "http://127.0.0.1:3000".into() },
        })?;
        let mut signed_in = sign_up(&backend, &folder.join("mail")).await?;
        for number in 1..MAX_PER_USER {
            let number = u8::try_from(number)?;
            let (email, password) = (Email::parse(EMAIL)?, Password::read(PASSWORD)?);
            let origin = origin(number);
            signed_in = door::sign_in(&backend, &origin, email, password, Stay::Browser)
                .await
                .map_err(|error| error.to_string())?
                .session;
        }
        Ok(Self { backend, token: signed_in })
    }

    /// Looks up the session and lists all of that person: what the page of sessions reads.
    pub async fn lines(&self) -> Option<Lines> {
        let identity: Identity = session::identify(&self.backend, &self.token).await.ok()??;
        let views = session::list(&self.backend, &identity).await.ok()?;
        let lines = views.into_iter().map(|it| Line {
            id: it.id.to_string(),
            current: it.current,
            device: it.agent,
            about: app::format::moment(Locale::En, it.last_seen_at, &identity.profile.zone),
        });
        Some(Lines(lines.collect()))
    }
}

/// Each sign-in comes from an address of its own, so that no limit counts them.
fn origin(number: u8) -> Origin {
    Origin {
        address: [10, 0, 0, number].into(),
        user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".into(),
        locale: Locale::En,
        session: None,
        device: None,
    }
}

async fn sign_up(backend: &Backend, folder: &Path) -> Result<SecretToken, Box<dyn Error>> {
    let form = SignUp {
        email: Email::parse(EMAIL)?,
        first_name: PersonName::parse("Ada")?,
        last_name: PersonName::parse("Keller")?,
        kind: OrgKind::Company,
        org_name: OrgName::parse("Harbour Print")?,
        locale: Locale::En,
    };
    door::request_sign_up(backend, &origin(0), form, Password::read(PASSWORD)?, None)
        .await
        .map_err(|error| error.to_string())?;
    let mailbox = DevFolder::new(folder)?;
    run_due(backend, &Post::DevFolder(mailbox.clone())).await?;
    let mail = mailbox.list()?.into_iter().next().ok_or("no mail")?;
    let token = mail.text.split("?t=").nth(1).and_then(|it| it.split_whitespace().next());
    let token = token.and_then(SecretToken::parse).ok_or("no link in the mail")?;
    let signed_in = door::verify_sign_up(backend, &origin(0), &token, Password::read(PASSWORD)?)
        .await
        .map_err(|error| error.to_string())?;
    Ok(signed_in.session)
}
