//! Asking for a right.

use std::convert::Infallible;

use domain::{
    history::Act,
    id::{PublicId, RequestId},
    limit::Limited,
    locale::Locale,
    rights::{self, Action, Place, RequestRefusal, Role, Wish},
    text::Reason,
};

use super::{Error, about, authorize, code, exists, product};
use crate::{
    Backend, Identity, UseCaseError, guard,
    history::Event,
    mail::{Letter, Mail, NOTHING, queue, salutation},
    store::{self, Tx, names::Names, requests::Giver, retrying},
    usecase::people::tell,
};

/// The most people who are told of one request, and who are named.
const MOST_TOLD: i64 = 10;

/// What there is to know before one asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// Whether the one who asks has it already.
    pub has_it: bool,
    /// Whether they have asked, and nobody has answered yet.
    pub asked: bool,
    /// The least role that can give it.
    pub given_by: Role,
    /// First and last names of those who can, for who may see members; they are told.
    pub givers: Vec<String>,
    /// What the product in question is called, for who may see it.
    pub names: Names,
}

/// Says who could give a right, kinds of products called as in `locale`.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders and where there is no such product,
/// [`UseCaseError::Denied`].
pub async fn preview_ask(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    wish: Wish,
    locale: Locale,
) -> Result<Asking, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let standing = authorize::standing_with_products(&mut tx, identity, organization).await?;
    rights::decide(&standing, &Action::AskForRight)?;
    let org = standing.org;
    let mut place = Place::of(Role::External);
    if let Wish::Product(product, _) = wish {
        if !exists(&mut tx, org, product).await? {
            return Err(UseCaseError::NotFound);
        }
        // Who may not see it does not learn what it is called.
        let sees = |right: &_| standing.reach(*right).covers(product);
        if rights::ProductRight::ALL.iter().any(sees) {
            place = about(wish);
        }
    }
    let open = store::requests::of_user(&mut tx, org, identity.user).await?;
    let mut givers = Vec::new();
    if rights::decide(&standing, &Action::SeeMembers).is_ok() {
        givers = store::requests::givers(&mut tx, org, wish.given_by(), MOST_TOLD).await?;
        givers.retain(|it| it.user != identity.user);
    }
    Ok(Asking {
        has_it: wish.is_granted(&standing),
        asked: open.iter().any(|it| it.wish == wish),
        given_by: wish.given_by(),
        givers: givers.into_iter().map(|it| it.name).collect(),
        names: Names::find(&mut tx, org, locale, [&place]).await?,
    })
}

/// Asks for a right, with a sentence about it, and tells those who can give it. Who asks again while
/// nobody has answered changes nothing.
///
/// # Errors
/// [`UseCaseError::NotFound`], [`UseCaseError::Denied`], [`UseCaseError::Limited`],
/// [`RequestRefusal::HasIt`].
pub async fn ask(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    wish: Wish,
    message: Option<&Reason>,
) -> Result<(), Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let (lock, permit) =
            authorize::lock(&mut tx, identity, organization, &Action::AskForRight).await?;
        let org = lock.org();
        let standing = authorize::standing_with_products(&mut tx, identity, organization).await?;
        if let Wish::Product(product, _) = wish
            && !exists(&mut tx, org, product).await?
        {
            return Err(UseCaseError::NotFound);
        }
        if wish.is_granted(&standing) {
            return Err(UseCaseError::Refused(RequestRefusal::HasIt));
        }
        let open = store::requests::of_user(&mut tx, org, identity.user).await?;
        if open.iter().any(|it| it.wish == wish) {
            return Ok(());
        }
        let whose = identity.user.to_string();
        guard::draw(&mut tx, Limited::RequestPerUser, &whose, now).await?;
        let id = RequestId::mint(now, backend.draw());
        let said = message.map_or("", Reason::as_str);
        let what = (wish, said);
        store::requests::insert(&mut tx, &lock, &permit, (id, identity.user), what, now).await?;
        for giver in store::requests::givers(&mut tx, org, wish.given_by(), MOST_TOLD).await? {
            let path = format!("/o/{organization}/requests/{id}");
            let mail = mail(&mut tx, identity, (org, wish, said), &giver).await?;
            let mail = mail(backend.site.link(&path));
            let to_giver = Letter {
                user: Some(giver.user),
                to: &giver.email,
                locale: giver.locale,
                mail,
                expires_at: None,
            };
            queue(backend, &mut tx, to_giver, now).await?;
        }
        let event = Event::new(&lock, &permit, Act::RightWanted)
            .about("user", identity.user.as_uuid())
            .detail("person", identity.profile.name())
            .detail("right", code(wish));
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}

/// What somebody who can give the right reads, once it is known where it is answered.
async fn mail(
    tx: &mut Tx,
    identity: &Identity,
    (org, wish, said): (domain::id::OrgId, Wish, &str),
    giver: &Giver,
) -> Result<impl FnOnce(String) -> Mail, crate::StoreError> {
    let names = Names::find(tx, org, giver.locale, [&about(wish)]).await?;
    let organization = tell::name(tx, org).await?;
    let (name, who) =
        (salutation(giver.first_name.as_str(), &giver.email), identity.profile.name());
    let message = if said.is_empty() { NOTHING } else { said }.to_owned();
    let (right, product) = (code(wish).to_owned(), product(wish, &names));
    Ok(move |request_url| Mail::RightWanted {
        name,
        who,
        organization,
        right,
        product,
        message,
        request_url,
    })
}
